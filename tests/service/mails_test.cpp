// Addresses, the outbox and what students are told by e-mail.
#include "engine/service/mails.h"

#include "engine/service/texts.h"
#include "engine/store/account.h"
#include "engine/store/fresh_start.h"
#include "engine/store/journal_kind.h"
#include "engine/store/phase.h"
#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service;
using namespace lixiao::service::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kPhrase = "a long enough phrase";
const std::set<std::string> kAll = {mail_kind::kTasks, mail_kind::kDocuments, mail_kind::kDeadlines};

MailChoice wanting(const std::string& address, const std::set<std::string>& wants = kAll) {
  return {address, model::Language::English, wants, false};
}

struct MailWorld : World {
  MailWorld() {
    activate(smallEdition());
    addStudents({undergraduate("101"), undergraduate("102"), postgraduate("201")});
    for (const char* number : {"101", "102", "201"})
      REQUIRE(told(accounts.create(test::admin(), {number, "S", Role::Student, {}, {}, number, kPhrase})) ==
              "done");
    board.rebuild();
  }
  void open(bool in_trial = false) {
    MailRules rules;
    rules.public_url = "https://lixiao.example.edu";
    rules.organisation = {"医学院", "School of Medicine"};
    rules.in_trial = in_trial;
    rules.words = [](model::Language language, const model::Message& message) {
      return model::format(message, language);
    };
    messages.mails.open(std::move(rules));
  }
  Mails& mails() { return messages.mails; }
  std::vector<store::OutboxMessage> take() { return mails().take(100); }
  void write() {
    board.follow();
    mails().write();
  }
  /// The token at the end of the first line that holds the link.
  static std::string linkOf(const std::string& body, const std::string& path) {
    const std::string begin = "https://lixiao.example.edu" + path;
    const std::size_t at = body.find(begin);
    REQUIRE(at != std::string::npos);
    const std::size_t from = at + begin.size();
    return body.substr(from, body.find_first_of(" \n", from) - from);
  }
  void subscribe(const std::string& student_no, const std::set<std::string>& wants = kAll) {
    REQUIRE(told(mails().choose(test::student(student_no), wanting(student_no + "@example.edu", wants))) ==
            "done");
    for (const store::OutboxMessage& message : take()) {
      if (message.login == student_no)
        REQUIRE(told(mails().confirm(linkOf(message.body, "/mail/confirm/"))) == "done");
      mails().sent(message);
    }
  }
  /// What is taken to be sent, and then is: subjects after receivers.
  std::string post() {
    std::string text;
    for (const store::OutboxMessage& message : take()) {
      text += (text.empty() ? "" : "; ") + message.login + ": " + message.subject;
      mails().sent(message);
    }
    return text;
  }
  void clearAll(const std::string& student_no) {
    payEverything({student_no});
    submit("equipment", {});
    deliverNoPartyMember(student_no);
    registers("college", cleared(student_no, "college_procedures"));
  }
  void owe(const std::string& student_no, std::int64_t cents) {
    const Commands::Delivery money{"finance",
                                   {"finance.tuition_due"},
                                   {{student_no, "finance.tuition_due", model::Value(cents)}},
                                   {},
                                   clock.now()};
    REQUIRE(told(commands.recordDelivery(money)) == "done");
  }
};

}  // namespace

TEST_CASE("Without a mail server nobody can want messages, and none is written", "[mail]") {
  MailWorld world;
  CHECK_FALSE(world.mails().on());
  CHECK(told(world.mails().choose(student("101"), wanting("a@b.cn"))) ==
        std::string("not now: ") + text::kMailOff);
  CHECK_FALSE(world.mails().write());
  CHECK(world.take().empty());
  CHECK_FALSE(world.mails().outbox(admin())->on);
}

TEST_CASE("An address gets nothing but a link before it is confirmed", "[mail]") {
  MailWorld world;
  world.open();
  REQUIRE(told(world.mails().choose(student("101"), wanting("101@example.edu"))) == "done");
  CHECK(world.mails().choice(student("101")).address == "101@example.edu");
  CHECK_FALSE(world.mails().choice(student("101")).confirmed);
  world.clearAll("101");
  world.write();
  const auto sent = world.take();
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].kind == "confirm");
  CHECK(sent[0].address == "101@example.edu");
  CHECK(sent[0].body.find("School of Medicine") != std::string::npos);

  const std::string token = MailWorld::linkOf(sent[0].body, "/mail/confirm/");
  CHECK(world.mails().isConfirmable(token));
  CHECK_FALSE(world.mails().isConfirmable(token + "0"));
  CHECK_FALSE(world.mails().isConfirmable(""));
  REQUIRE(told(world.mails().confirm(token)) == "done");
  CHECK(world.mails().choice(student("101")).confirmed);
  CHECK_FALSE(world.mails().isConfirmable(token));
  CHECK(told(world.mails().confirm(token)) == std::string("not found: ") + text::kLinkOver);
}

TEST_CASE("A link to confirm lives two days", "[mail]") {
  MailWorld world;
  world.open();
  REQUIRE(told(world.mails().choose(student("101"), wanting("101@example.edu"))) == "done");
  const std::string token = MailWorld::linkOf(world.take().at(0).body, "/mail/confirm/");
  world.clock.advance(48h - 1min);
  CHECK(world.mails().isConfirmable(token));
  world.clock.advance(2min);
  CHECK_FALSE(world.mails().isConfirmable(token));
  CHECK_FALSE(world.mails().confirm(token));
}

TEST_CASE("Three links a day and no more, and nothing is an address that is none", "[mail]") {
  MailWorld world;
  world.open();
  for (int i = 0; i < 3; ++i) {
    REQUIRE(told(world.mails().choose(student("101"), wanting("a" + std::to_string(i) + "@example.edu"))) ==
            "done");
    for (const auto& message : world.take()) world.mails().sent(message);
  }
  CHECK(told(world.mails().choose(student("101"), wanting("a4@example.edu"))) ==
        std::string("not now: ") + text::kTooManyLinks);
  CHECK(world.mails().choice(student("101")).address == "a2@example.edu");
  world.clock.advance(25h);
  CHECK(told(world.mails().choose(student("101"), wanting("a4@example.edu"))) == "done");

  for (const char* bad : {"", "a", "@b.cn", "a@", "a@b", "a b@c.cn", "a@b..cn", "a@b.cn\r\nRCPT TO:<x@y.cn>",
                          "<a@b.cn>", "a@b.cn,c@d.cn", "张三@b.cn", "a@b.cn>", "a@-b.cn", ".a@b.cn"}) {
    INFO(bad);
    const auto refused = world.mails().choose(student("102"), wanting(bad));
    REQUIRE_FALSE(refused);
    CHECK(refused.refusal().field == "address");
  }
  CHECK(world.mails().choose(student("102"), wanting("a@b.cn", {})).refusal().field == "wants");
  CHECK(world.mails().choose(student("102"), wanting("a@b.cn", {mail_kind::kWork})).refusal().field ==
        "wants");
  CHECK(world.mails().choose(auditor(), wanting("a@b.cn")).refusal().kind == Refusal::Kind::Forbidden);
}

TEST_CASE("Who becomes clear is told once, without names of what was open", "[mail]") {
  MailWorld world;
  world.open();
  world.subscribe("101");
  world.write();
  CHECK(world.take().empty());
  world.clock.advance(1h);
  world.clearAll("101");
  world.write();
  const auto messages = world.take();
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].subject == text::kDigestDocument);
  CHECK(messages[0].body.find("Diploma may be collected.") != std::string::npos);
  CHECK(messages[0].body.find("https://lixiao.example.edu/me") != std::string::npos);
  for (const char* kept_back : {"Finance", "Library", "101", "张三"})
    CHECK(messages[0].body.substr(0, messages[0].body.find("/mail/leave/")).find(kept_back) ==
          std::string::npos);
  world.mails().sent(messages[0]);
  world.write();
  CHECK(world.take().empty());
  world.clock.advance(24h);
  world.write();
  CHECK(world.take().empty());
}

TEST_CASE("At most one message a day: what comes later is told the next day, what was seen is not",
          "[mail]") {
  MailWorld world;
  world.open();
  world.payEverything({"101", "102"});
  world.subscribe("101");
  world.subscribe("102");
  world.owe("101", 5000);
  world.write();
  CHECK(world.post() == std::string("101: ") + text::kDigestTask);
  world.submit("equipment", {"101", "102"});
  REQUIRE(world.queries.student(student("102"), "102"));
  world.messages.news.look(student("102"), world.queries.student(student("102"), "102").value());
  world.write();
  CHECK(world.post().empty());
  world.clock.advance(21h);  // data is fresh for a day
  world.write();
  CHECK(world.post() == std::string("101: ") + text::kDigestTask);
}

TEST_CASE("Nobody is written to at night", "[mail]") {
  MailWorld world;
  world.open();
  world.subscribe("101");
  world.clock.advance(10h);  // ten in the evening
  world.submit("equipment", {"101"});
  world.write();
  CHECK(world.post().empty());
  world.clock.advance(9h);
  world.write();
  CHECK(world.post() == std::string("101: ") + text::kDigestTask);
}

TEST_CASE("Only what is wanted is told", "[mail]") {
  MailWorld world;
  world.open();
  world.subscribe("101", {mail_kind::kDeadlines});
  world.subscribe("102", {mail_kind::kTasks});
  world.submit("equipment", {"101", "102"});
  world.write();
  CHECK(world.post() == std::string("102: ") + text::kDigestTask);
}

TEST_CASE("A deadline is told once, some days before", "[mail]") {
  MailWorld world;
  world.open();
  auto files = smallEdition();
  const std::string item = "department: equipment, mode: exceptions";
  files[0].text.insert(files[0].text.find(item) + item.size(), ", due: 2015-06-30");
  world.activate(files);
  world.submit("equipment", {"101"});
  world.subscribe("101");
  std::string days;
  for (int day = 24; day < 32; ++day) {
    world.write();
    const std::string message = world.post();
    if (!message.empty()) days += std::to_string(day) + " " + message + ";";
    world.clock.advance(24h);
  }
  CHECK(days == std::string("27 101: ") + text::kDigestDeadline + ";");
}

TEST_CASE("The link at the end of a message ends them, without signing in, for that address only", "[mail]") {
  MailWorld world;
  world.open();
  world.subscribe("101");
  world.submit("equipment", {"101"});
  world.write();
  const auto message = world.take().at(0);
  world.mails().failed(message, {false, {text::kMailUnreachable, {}}});
  const std::string token = MailWorld::linkOf(message.leave_url, "/mail/leave/");
  CHECK(token.find("101") == std::string::npos);
  CHECK(world.mails().isLeavable(token));
  std::string forged = token;
  forged[forged.size() / 2] = forged[forged.size() / 2] == 'A' ? 'B' : 'A';
  CHECK_FALSE(world.mails().isLeavable(forged));
  for (const char* bad : {"", "x", "%%%", "AAAA"}) CHECK_FALSE(world.mails().isLeavable(bad));
  CHECK(told(world.mails().leave(forged)) == std::string("not found: ") + text::kLinkOver);

  REQUIRE(told(world.mails().leave(token)) == "done");
  CHECK(world.mails().choice(student("101")).address.empty());
  world.clock.advance(2h);
  CHECK(world.take().empty());  // what waited is not sent either
  CHECK(told(world.mails().leave(token)) == "done");
  REQUIRE(told(world.mails().choose(student("101"), wanting("other@example.edu"))) == "done");
  CHECK(told(world.mails().leave(token)) == "done");
  CHECK(world.mails().choice(student("101")).address == "other@example.edu");
}

TEST_CASE("What a sender took is sent by the next one, what it told of is not", "[mail]") {
  MailWorld world;
  world.open();
  REQUIRE(told(world.mails().choose(student("101"), wanting("101@example.edu"))) == "done");
  REQUIRE(told(world.mails().choose(student("102"), wanting("102@example.edu"))) == "done");
  const auto first = world.take();
  REQUIRE(first.size() == 2);
  CHECK(world.take().empty());
  world.mails().sent(first[0]);
  world.mails().beginSending();
  const auto again = world.take();
  REQUIRE(again.size() == 1);
  CHECK(again[0].key == first[1].key);
  CHECK(again[0].attempts == 2);
  world.mails().sent(again[0]);
  world.mails().beginSending();
  CHECK(world.take().empty());
  CHECK(world.mails().outbox(admin())->sent == 2);
}

TEST_CASE("A message that fails is tried again after growing pauses, and given up after three days",
          "[mail]") {
  MailWorld world;
  world.open();
  REQUIRE(told(world.mails().choose(student("101"), wanting("101@example.edu"))) == "done");
  const MailFailure gone{false, {text::kMailUnreachable, {}}};
  std::string pauses;
  for (int i = 0; i < 8; ++i) {
    auto taken = world.take();
    int minutes = 0;
    while (taken.empty()) {
      world.clock.advance(1min);
      ++minutes;
      taken = world.take();
    }
    pauses += std::to_string(minutes) + " ";
    world.mails().failed(taken.at(0), gone);
  }
  CHECK(pauses == "0 1 2 4 8 16 32 60 ");
  CHECK(world.mails().outbox(admin())->waiting == 1);
  CHECK(world.mails().outbox(admin())->trouble.text == text::kMailUnreachable);
  CHECK(world.mails().outbox(admin())->oldest);
  world.clock.advance(72h);
  world.mails().failed(world.take().at(0), gone);
  CHECK(world.mails().outbox(admin())->failed == 1);
  CHECK(world.take().empty());
}

TEST_CASE("What is refused for good stands before the admin, who may have it tried again", "[mail]") {
  MailWorld world;
  world.open();
  REQUIRE(told(world.mails().choose(student("101"), wanting("101@example.edu"))) == "done");
  world.mails().failed(world.take().at(0), {true, {text::kMailReceiver, {model::LocalizedText("550")}}});
  const auto view = world.mails().outbox(auditor());
  REQUIRE(told(view) == "done");
  REQUIRE(view->failures.size() == 1);
  CHECK(view->failures[0].login == "101");
  CHECK(view->failures[0].reason.arguments.at(0).in(model::Language::English) == "550");
  CHECK(told(world.mails().outbox(staff("finance"))) == "forbidden: you may not do this");
  CHECK(told(world.mails().retry(auditor(), 0)) == "forbidden: you may not do this");
  CHECK(world.mails().retry(admin(), view->failures[0].id + 1).value() == 0);
  CHECK(world.mails().retry(admin(), view->failures[0].id).value() == 1);
  CHECK(world.take().size() == 1);
}

TEST_CASE("During a trial no message leaves the house unless the settings say so, and none is left after it",
          "[mail]") {
  MailWorld world;
  world.database.write(
      [](store::Transaction& transaction) { store::setPhase(transaction, store::Phase::Trial); });
  world.open();
  CHECK_FALSE(world.mails().on());
  CHECK(world.mails().outbox(admin())->held);
  CHECK_FALSE(world.mails().choose(student("101"), wanting("101@example.edu")));
  world.open(true);
  world.subscribe("101");
  world.submit("equipment", {"101"});
  world.write();
  CHECK(world.mails().outbox(admin())->waiting == 1);
  REQUIRE(told(world.trial.goLive(admin(), "2015")) == "done");
  CHECK(world.mails().choice(student("101")).address.empty());
  CHECK(world.take().empty());
  CHECK(world.mails().outbox(admin())->sent == 0);
}

TEST_CASE("A closed account gets nothing, and the journal holds no address", "[mail]") {
  MailWorld world;
  world.open();
  world.subscribe("101");
  REQUIRE(told(world.accounts.setDisabled(admin(), "101", true)) == "done");
  world.submit("equipment", {"101"});
  world.write();
  CHECK(world.post().empty());
  for (const auto kind : {store::kind::kMailChosen, store::kind::kMailConfirmed}) {
    const auto entries = world.journal(std::string(kind));
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].entry.actor == "101");
    CHECK(entries[0].entry.payload.find('@') == std::string::npos);
  }
}
