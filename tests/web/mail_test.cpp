// Messages by e-mail, on the account's page, behind the links, and before the admin.
#include <nlohmann/json.hpp>

#include "engine/service/texts.h"
#include "tests/catch.h"
#include "tests/web/site.h"
#include "web/catalogue.h"

using namespace lixiao;
using namespace lixiao::web::test;
using web::http::Response;

namespace {

constexpr const char* kPublic = "https://lixiao.example.edu";

struct MailSite : TestSite {
  MailSite() {
    service::MailRules rules;
    rules.public_url = kPublic;
    rules.words = [this](model::Language language, const model::Message& message) {
      return catalogue.text(language, message);
    };
    world.messages.mails.open(std::move(rules));
  }
  std::vector<store::OutboxMessage> take() { return world.messages.mails.take(10); }
  /// The path of a link in a message.
  static std::string linkIn(const std::string& text) {
    const std::size_t at = text.find(std::string(kPublic) + "/mail/");
    REQUIRE(at != std::string::npos);
    const std::size_t begin = at + std::string(kPublic).size();
    return text.substr(begin, text.find_first_of(" \n", begin) - begin);
  }
  /// Saves the choice of the student and returns the path of the link that was sent.
  std::string choose(Browser& student, const std::string& address = "s@example.edu") {
    const Response saved = student.post(
        "/account/mail", {{"address", address}, {"language", "en"}, {"want:tasks", "yes"}}, "/account");
    REQUIRE(saved.status == 303);
    const auto messages = take();
    REQUIRE(messages.size() == 1);
    world.messages.mails.sent(messages[0]);
    return linkIn(messages[0].body);
  }

  /// What is kept of the student's choice.
  service::MailChoice held() const {
    service::Actor actor = service::test::student("101");
    actor.login = "student";
    return world.messages.mails.choice(actor);
  }

  web::Catalogue catalogue;
};

}  // namespace

TEST_CASE("Where no mail server is set the account's page says nothing of messages", "[web]") {
  TestSite test;
  Browser student = test.signedIn("student");
  CHECK_FALSE(contains(student.get("/account"), "Messages by e-mail"));
  const Response refused = student.post(
      "/account/mail", {{"address", "s@example.edu"}, {"language", "en"}, {"want:tasks", "yes"}}, "/account");
  CHECK(refused.status == 409);
  CHECK_FALSE(contains(test.signedIn("admin").get("/admin"), "Messages by e-mail"));
}

TEST_CASE("A student enters an address, confirms it by the link and ends the messages again", "[web]") {
  MailSite test;
  Browser student = test.signedIn("student");
  CHECK(contains(student.get("/account"), "Messages by e-mail"));
  const std::string link = test.choose(student);
  CHECK(contains(student.get("/account"), "A link was sent to s@example.edu."));

  Browser stranger(test.site, "en");
  const Response page = stranger.get(link);
  CHECK(page.status == 200);
  CHECK(contains(page, "Confirm the address"));
  CHECK(test.held().address == "s@example.edu");
  CHECK_FALSE(test.held().confirmed);
  const Response done = stranger.post(link, {});
  REQUIRE(done.status == 303);
  CHECK(contains(stranger.get(std::string(done.header("Location"))), "Your address is confirmed."));
  CHECK(contains(student.get("/account"), "Messages go to s@example.edu."));
  const Response again = stranger.get(link);
  CHECK(again.status == 404);
  CHECK(contains(again, "This link is not valid"));

  REQUIRE(student.post("/account/mail/forget", {}, "/account").status == 303);
  CHECK_FALSE(contains(student.get("/account"), "s@example.edu"));
}

TEST_CASE("A wrong choice comes back with its message and what was typed", "[web]") {
  MailSite test;
  Browser student = test.signedIn("student");
  const Response bad =
      student.post("/account/mail",
                   {{"address", "s@@example<b>"}, {"language", "en"}, {"want:deadlines", "yes"}}, "/account");
  CHECK(bad.status == 422);
  CHECK(contains(bad, "this is not an e-mail address"));
  CHECK(contains(bad, "value=\"s@@example&lt;b&gt;\""));
  CHECK(contains(bad, "name=\"want:deadlines\" value=\"yes\" checked"));
  CHECK_FALSE(contains(bad, "name=\"want:tasks\" value=\"yes\" checked"));
  CHECK(contains(bad, "<option value=\"en\" selected"));
  const Response none =
      student.post("/account/mail", {{"address", "s@example.edu"}, {"language", "zh"}}, "/account");
  CHECK(none.status == 422);
  CHECK(contains(none, "choose what you want to be told"));
  CHECK(student
            .post("/account/mail", {{"address", "s@example.edu"}, {"language", "zh"}, {"want:work", "yes"}},
                  "/account")
            .status == 422);
  CHECK(test.take().empty());
}

TEST_CASE("The link that ends messages asks first and works without signing in", "[web]") {
  MailSite test;
  Browser student = test.signedIn("student");
  Browser stranger(test.site, "en");
  stranger.post(test.choose(student), {});
  test.world.submit("equipment", {"101"});
  test.world.board.follow();
  test.world.messages.mails.write();
  const auto messages = test.take();
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].subject == "There is something for you to do");
  const std::string link = MailSite::linkIn(messages[0].leave_url);
  CHECK(contains(stranger.get(link), "End the messages"));
  CHECK_FALSE(test.held().address.empty());
  CHECK(stranger.post(link, {}).status == 303);
  CHECK(test.held().address.empty());
  CHECK(stranger.get("/mail/leave/AAAA").status == 404);
  CHECK(stranger.get("/mail/done?what=nothing").status == 404);
  CHECK(contains(stranger.get("/mail/done?what=left"), "No message will come to this address any more."));
  // Without the token of a form nothing is ended.
  CHECK(stranger.send(request("POST", link, "")).status == 403);
}

TEST_CASE("The admin sees what waits and what failed, and has it tried again", "[web]") {
  MailSite test;
  Browser student = test.signedIn("student");
  student.post("/account/mail", {{"address", "s@example.edu"}, {"language", "en"}, {"want:tasks", "yes"}},
               "/account");
  test.world.messages.mails.failed(test.take().at(0),
                                   {true, {service::text::kMailReceiver, {model::LocalizedText("550")}}});
  Browser admin = test.signedIn("admin");
  const Response page = admin.get("/admin");
  CHECK(contains(page, "the mail server refused the receiver (550)"));
  CHECK_FALSE(contains(page, "s@example.edu"));
  const auto data = nlohmann::json::parse(admin.get("/api/mail").body);
  CHECK(data["failed"] == 1);
  const std::string id = std::to_string(data["failures"][0]["id"].get<int>());
  CHECK(contains(test.signedIn("auditor").get("/admin"), "refused the receiver"));
  CHECK_FALSE(contains(test.signedIn("auditor").get("/admin"), "/admin/mail/retry"));
  CHECK(admin.post("/admin/mail/retry", {{"id", "x"}}, "/admin").status == 400);
  CHECK(admin.post("/admin/mail/retry", {{"id", id}}, "/admin").status == 303);
  CHECK(nlohmann::json::parse(admin.get("/api/mail").body)["waiting"] == 1);
  CHECK(test.take().size() == 1);
}
