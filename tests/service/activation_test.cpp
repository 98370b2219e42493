#include "engine/service/digest.h"
#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service::test;

TEST_CASE("an edition is activated by an admin, once, with its digest") {
  World world;
  for (const service::Actor& actor : {staff("registrar"), auditor(), student("U1")})
    CHECK(told(world.commands.activate(actor, smallEdition())) == "forbidden: you may not do this");
  world.activate(smallEdition());
  const service::EditionView view = world.queries.edition();
  CHECK(view.edition == "2015");
  CHECK(view.digest == service::editionDigest(smallEdition()));
  CHECK(view.activated_by == "root");
  CHECK(view.activated_at == world.clock.now());
  CHECK(view.today == *model::parseDate("2015-06-24"));
  CHECK(view.time_zone.name() == "Asia/Shanghai");
  world.activate(smallEdition());
  CHECK(world.journal("edition.activated").size() == 1);
}

TEST_CASE("the digest is that of the files, wherever they lie and in whatever order") {
  auto files = smallEdition();
  const std::string digest = service::editionDigest(files);
  CHECK(digest.size() == 64);
  std::reverse(files.begin(), files.end());
  for (auto& file : files) file.path = "workflows/2015/" + file.path;
  CHECK(service::editionDigest(files) == digest);
  files[0].text += "\n";
  CHECK(service::editionDigest(files) != digest);
}

TEST_CASE("an edition made from one that is not active any more is a conflict that names who was faster") {
  World world;
  world.activate(smallEdition());
  const std::string base = world.queries.edition().digest;
  auto theirs = smallEdition();
  theirs[0].text += "# theirs\n";
  auto mine = smallEdition();
  mine[0].text += "# mine\n";
  const auto done = world.commands.activate(admin(), theirs, base);
  REQUIRE(told(done) == "done");
  CHECK(done->changed);
  CHECK(done->before == base);
  CHECK(done->digest == service::editionDigest(theirs));
  CHECK(
      told(world.commands.activate(admin(), mine, base)) ==
      "conflict: meanwhile root activated another version on 2015-06-24 12:00; your changes were made to an "
      "older one");
  CHECK(world.queries.edition().digest == service::editionDigest(theirs));
  CHECK_FALSE(world.commands.activate(admin(), theirs, base)->changed);
  CHECK(world.commands.activate(admin(), mine, done->digest)->changed);
}

TEST_CASE("an edition that builds on another's files has one digest, whatever the order") {
  const std::vector<workflow::SourceFile> files = {{"w/2015/edition.yaml", "a"},
                                                   {"w/2016/edition.yaml", "b"}};
  const std::vector<workflow::SourceFile> turned = {{"2016/edition.yaml", "b"}, {"2015/edition.yaml", "a"}};
  CHECK(service::editionDigest(files) == service::editionDigest(turned));
  CHECK(service::insideFolder(files)[1].path == "2016/edition.yaml");
}

TEST_CASE("a faulty edition changes nothing and says why") {
  World world;
  world.activate(smallEdition());
  auto files = smallEdition();
  const auto at = files[0].text.find("finance.tuition_due <= 0");
  files[0].text.replace(at, 24, "finance.tuition_deu <= 0");
  const std::string answer = told(world.commands.activate(admin(), files));
  CHECK(answer.starts_with("invalid: edition.yaml:"));
  CHECK(answer.find("did you mean \"finance.tuition_due\"?") != std::string::npos);
  CHECK(told(world.commands.activate(admin(), {})) == "invalid: there are no files");
  CHECK(world.queries.edition().digest == service::editionDigest(smallEdition()));
}

TEST_CASE("an edition whose rule tests fail is not activated") {
  World world;
  auto files = smallEdition();
  files.push_back({"small.test.yaml", R"(
tests:
  - name: 欠费的不能通过
    student: { student_type: undergraduate, leave_reason: 毕业, college: 医学院, finance.tuition_due: 300.00 }
    today: 2015-06-24
    expect: { finance: cleared }
)"});
  CHECK(told(world.commands.activate(admin(), files)) ==
        "invalid: test 欠费的不能通过: finance is action_required and not cleared");
  CHECK(world.queries.edition().digest.empty());
}

TEST_CASE("the 2015 plan is activated with its tests") {
  World world;
  world.activate(plan2015());
  CHECK(world.queries.edition().title.zh == "2015届毕业生离校");
  CHECK(world.queries.edition().calendar.size() > 10);
}
