// Many registrations at once, through the pages.
#include "engine/tabular/table.h"
#include "tests/catch.h"
#include "tests/web/site.h"

using namespace lixiao;
using namespace lixiao::web::test;
using web::http::Response;

namespace {

const std::string kPage = "/work/items/college_procedures/batch";

std::string ticketOf(const Response& response) {
  const std::string field = "name=\"ticket\" value=\"";
  const std::size_t at = response.body.find(field);
  if (at == std::string::npos) return {};
  return response.body.substr(at + field.size(),
                              response.body.find('"', at + field.size()) - at - field.size());
}

Response look(Browser& browser, const std::string& rows, const std::string& result = "cleared") {
  return browser.post(kPage, {{"rows", rows}, {"result", result}, {"remark", ""}});
}

Response apply(Browser& browser, const std::string& ticket, const std::string& step) {
  return browser.post(kPage + "/apply", {{"ticket", ticket}, {"step", step}}, kPage);
}

Response upload(Browser& browser, const std::string& name, const std::string& bytes) {
  auto sent = request("POST", kPage);
  sent.head.headers.back().second = "multipart/form-data; boundary=edge";
  const auto field = [](const std::string& key, const std::string& value) {
    return "--edge\r\nContent-Disposition: form-data; name=\"" + key + "\"\r\n\r\n" + value + "\r\n";
  };
  sent.body = field("csrf", browser.token(kPage)) + field("rows", "") + field("result", "cleared") +
              field("remark", "") + "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" +
              name + "\"\r\n\r\n" + bytes + "\r\n--edge--\r\n";
  return browser.send(sent);
}

}  // namespace

TEST_CASE("Many numbers are looked at first and registered as one, with a report to keep", "[web]") {
  TestSite test;
  Browser college = test.signedIn("college");
  const Response preview = look(college, "102\n１０１,=钥匙\n999x y\n102");
  REQUIRE(preview.status == 200);
  CHECK(contains(preview, "&lt;script&gt;"));
  CHECK(contains(preview, "nothing is registered yet"));
  CHECK(test.world.statusOf("102", "college_procedures") == "waiting");
  const std::string ticket = ticketOf(preview);
  REQUIRE_FALSE(ticket.empty());

  Browser other = test.signedIn("equipment");
  CHECK(other
            .post("/work/items/equipment/batch/apply", {{"ticket", ticket}, {"step", "good"}},
                  "/work/items/equipment/batch")
            .status == 409);
  CHECK(apply(college, ticket, "nonsense").status == 400);
  const Response applied = apply(college, ticket, "good");
  REQUIRE(applied.status == 303);
  CHECK(applied.header("Location") == "/work/batches/1?done=applied");
  CHECK(test.world.statusOf("102", "college_procedures") == "cleared");
  CHECK(contains(college.get("/work/batches/1?done=applied"), "Registered."));
  CHECK(apply(college, ticket, "good").status == 409);  // the button pressed twice
  CHECK(test.world.journal("batch.applied").size() == 1);

  CHECK(contains(college.get("/work/batches"), "/work/batches/1"));
  const Response csv = college.get("/work/batches/1/report.csv");
  CHECK(csv.header("Content-Disposition") == "attachment; filename=\"batch-1.csv\"");
  CHECK(tabular::readTable(csv.body, "r.csv").table.rows.size() == 4);
  const auto sheet = tabular::readTable(college.get("/work/batches/1/report.xlsx").body, "r.xlsx");
  REQUIRE(sheet.ok());
  CHECK(sheet.table.rows.at(0).cells.at(1) == "102");
  CHECK(contains(college.get("/api/batches/1"), "\"verdict\":\"repeated\""));
  CHECK(test.signedIn("equipment").get("/work/batches/1").status == 404);
  CHECK(test.signedIn("admin").get("/work/batches/1").status == 200);
}

TEST_CASE("A file is taken by the names of its columns; what is wrong with it is told with its place",
          "[web]") {
  TestSite test;
  Browser college = test.signedIn("college");
  const Response good =
      upload(college, "六月.csv", "学号,姓名,结果,备注\n102,张三,未通过,钥匙\n101,,通过,\n");
  REQUIRE(good.status == 200);
  REQUIRE(apply(college, ticketOf(good), "all").status == 303);
  CHECK(test.world.statusOf("102", "college_procedures") == "action_required");
  CHECK(test.world.statusOf("101", "college_procedures") == "cleared");

  const Response bad = upload(college, "x.csv", "学号,结果\n102,好的\n");
  CHECK(bad.status == 422);
  CHECK(contains(bad, "is not a result"));
  CHECK(contains(bad, "ow 2"));
  CHECK(upload(college, "x.xlsx", "PK\x03\x04 not a workbook").status == 422);
  const Response pasted = look(college, "姓名\t学号\n张三\t102\n");
  CHECK(contains(pasted, "102"));
  CHECK_FALSE(ticketOf(pasted).empty());
}

TEST_CASE("Nothing, too many rows and a result that is none get a message", "[web]") {
  TestSite test;
  Browser college = test.signedIn("college");
  CHECK(look(college, " \n").status == 422);
  CHECK(look(college, "102", "nonsense").status == 400);
  std::string many;
  for (int i = 0; i < 20'001; ++i) many += "9" + std::to_string(i) + "\n";
  const Response refused = look(college, many);
  CHECK(refused.status == 422);
  CHECK(contains(refused, "At most 20000 rows at once."));
  CHECK(college.get("/work/items/finance/batch").status == 404);
  CHECK(college.get("/work/batch-jobs/1").status == 404);
  CHECK(college.get("/work/batches/x").status == 404);
}

TEST_CASE("Long batches are applied while a page shows how far they are", "[web]") {
  TestSite test;
  Browser college = test.signedIn("college");
  std::string many = "102\n";
  for (int i = 0; i < 1'001; ++i) many += "7" + std::to_string(i) + "\n";
  const Response preview = look(college, many);
  REQUIRE(preview.status == 200);
  const Response started = apply(college, ticketOf(preview), "all");
  REQUIRE(started.status == 303);
  REQUIRE(started.header("Location") == "/work/batch-jobs/1");
  Response job = college.get("/work/batch-jobs/1");
  while (job.status == 200 && job.header("Refresh") == "2") job = college.get("/work/batch-jobs/1");
  REQUIRE(job.status == 303);
  CHECK(job.header("Location") == "/work/batches/1?done=applied");
  CHECK(test.world.statusOf("102", "college_procedures") == "cleared");
  CHECK(test.signedIn("equipment").get("/work/batch-jobs/1").status == 404);
}

TEST_CASE("A batch is undone with a reason; what changed since stands in the way by name", "[web]") {
  TestSite test;
  Browser college = test.signedIn("college");
  REQUIRE(apply(college, ticketOf(look(college, "101\n102")), "all").status == 303);
  const auto undo = [&](std::map<std::string, std::string> fields) {
    return college.post("/work/batches/1/undo", fields, "/work/batches/1");
  };
  CHECK(undo({{"reason", ""}}).status == 422);
  const std::map<std::string, std::string> refusing = {
      {"item", "college_procedures"},
      {"result", "refused"},
      {"remark", "the key"},
      {"seen", std::to_string(test.world.revisionOf("102", "college_procedures"))}};
  REQUIRE(college.post("/work/students/102/register", refusing, "/work/students/102").status == 303);
  const Response stopped = undo({{"reason", "wrong file"}});
  CHECK(stopped.status == 409);
  CHECK(contains(stopped, "These rows are in the way"));
  CHECK(contains(stopped, "eanwhile college"));
  CHECK(contains(stopped, "value=\"wrong file\""));
  CHECK(contains(stopped, "name=\"only_rest\""));
  CHECK(undo({{"reason", "wrong file"}, {"only_rest", "yes"}}).status == 303);
  CHECK(test.world.statusOf("101", "college_procedures") == "waiting");
  CHECK(test.world.statusOf("102", "college_procedures") == "action_required");
  CHECK(contains(college.get("/work/batches/1"), "wrong file"));
  const Response history = college.get("/work/students/101/history/college_procedures");
  CHECK(contains(history, "wrong file"));
  CHECK(contains(history, "/work/batches/1"));
}
