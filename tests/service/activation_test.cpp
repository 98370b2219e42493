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
