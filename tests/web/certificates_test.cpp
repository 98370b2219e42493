// Certificates over the counter and back, through the pages.
#include "tests/catch.h"
#include "tests/web/site.h"

using namespace lixiao;
using namespace lixiao::web::test;
using service::test::told;
using web::http::Response;

namespace {

const std::string kStudent = "/work/students/102";

/// 102 may collect.
struct CounterSite : TestSite {
  CounterSite() {
    world.payEverything({"102"});
    world.submit("equipment", {});
    service::Commands::Delivery party{"party", {"party_member"}, {}, {}, world.clock.now()};
    party.facts.push_back({"102", "party_member", model::Value(false)});
    REQUIRE(told(world.commands.recordDelivery(party)) == "done");
    REQUIRE(told(world.commands.registerResult(service::test::staff("college", "医学院"),
                                               service::test::cleared("102", "college_procedures"), 0)) ==
            "done");
    REQUIRE(world.documentOf("102", "diploma") == "released");
  }
};

}  // namespace

TEST_CASE("A whole number at the certificates opens the student", "[web]") {
  CounterSite test;
  Browser registrar = test.signedIn("registrar");
  const Response found = registrar.get("/certificates?document=diploma&q=102");
  CHECK(found.status == 303);
  CHECK(found.header("Location") == kStudent + "#document-diploma");
  CHECK(registrar.get("/certificates?document=diploma&q=10").status == 200);
}

TEST_CASE("A proxy's name, identification and letter are asked for at their fields", "[web]") {
  CounterSite test;
  Browser registrar = test.signedIn("registrar");
  std::map<std::string, std::string> form = {
      {"document", "diploma"}, {"recipient", "proxy"}, {"proxy", " "}, {"remark", "came at noon"}};
  const auto collect = [&] { return registrar.post(kStudent + "/collect", form, kStudent); };
  const Response nameless = collect();
  CHECK(nameless.status == 422);
  CHECK(contains(nameless, "Write the name of the person who collects it."));
  CHECK(contains(nameless, "value=\"came at noon\""));
  form["proxy"] = "李四";
  CHECK(contains(collect(), "say which identification the other person showed"));
  form["proxy_id"] = "passport";
  const Response letterless = collect();
  CHECK(letterless.status == 422);
  CHECK(contains(letterless, "tick that you saw it"));
  CHECK(contains(letterless, "value=\"passport\" selected"));
  form["letter"] = "yes";
  CHECK(collect().status == 303);
  CHECK(test.world.documentOf("102", "diploma") == "collected");
  const Response second = collect();
  CHECK(second.status == 409);
  CHECK(contains(second, "anded over by registrar"));
  CHECK(test.world.journal("document.collected").size() == 1);
}

TEST_CASE("A document that came back can be handed out anew; the history tells all of it", "[web]") {
  CounterSite test;
  Browser registrar = test.signedIn("registrar");
  const std::map<std::string, std::string> self = {{"document", "diploma"}, {"recipient", "self"}};
  REQUIRE(registrar.post(kStudent + "/collect", self, kStudent).status == 303);
  CHECK(contains(test.signedIn("college").get(kStudent), "name=\"seen\""));
  const auto takeBack = [&](const std::string& reason) {
    return registrar.post(kStudent + "/take-back", {{"document", "diploma"}, {"reason", reason}}, kStudent);
  };
  CHECK(takeBack("").status == 422);
  CHECK(takeBack("misprinted <i>").status == 303);
  CHECK(takeBack("misprinted <i>").status == 409);
  CHECK(test.world.documentOf("102", "diploma") == "released");
  CHECK(registrar.post(kStudent + "/collect", self, kStudent).status == 303);
  const Response history = registrar.get(kStudent + "/history/diploma");
  CHECK(contains(history, "misprinted &lt;i&gt;"));
  CHECK(contains(history, "handed out"));
  CHECK(contains(registrar.get("/api/students/102/history/diploma"), "\"what\":\"taken_back\""));
  CHECK(registrar.get(kStudent + "/history/nonsense").status == 404);
}

TEST_CASE("A print batch is looked at, made once and fetched again as the same bytes", "[web]") {
  CounterSite test;
  Browser registrar = test.signedIn("registrar");
  const std::string page = "/certificates/diploma/print-batches";
  CHECK(contains(registrar.get(page), "There is no batch yet."));
  const std::string asked = page + "?cut_off=2015-06-24&grouped_by=college";
  const Response preview = registrar.get(asked);
  CHECK(contains(preview, "name=\"expected\" value=\"2\""));
  CHECK(registrar.get(page + "?cut_off=24.6.&grouped_by=").status == 422);
  std::map<std::string, std::string> form = {
      {"cut_off", "2015-06-24"}, {"grouped_by", "college"}, {"expected", "2"}};
  CHECK(registrar.post(page + "/make", form, asked).status == 303);
  CHECK(registrar.post(page + "/make", form, page).status == 409);
  CHECK(contains(registrar.get(page), "/certificates/print-batches/1"));
  CHECK(contains(registrar.get("/certificates/print-batches/1"), "/work/students/102"));
  const Response first = registrar.get("/certificates/print-batches/1/list.xlsx");
  CHECK(first.body == registrar.get("/certificates/print-batches/1/list.xlsx").body);
  CHECK(registrar.get("/certificates/print-batches/1/list.csv").body ==
        registrar.get("/certificates/print-batches/1/list.csv").body);
  CHECK(contains(registrar.get(kStudent), "In print batch 1, registered up to 24 June"));
  CHECK(contains(registrar.get("/api/documents/diploma/print-batches"), "\"number\":1"));
  CHECK(test.signedIn("college").get(page).status == 403);
  CHECK(registrar.get("/certificates/print-batches/9").status == 404);
}
