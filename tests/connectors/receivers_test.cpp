#include <chrono>
#include <fstream>
#include <thread>

#include "connectors/outgoing/receiver.h"
#include "tests/connectors/fault_table.h"

namespace lixiao::connectors {
namespace {

using Options = std::map<std::string, std::string>;

std::unique_ptr<Receiver> receiver(const Options& options) {
  const Settings settings = settingsOf(options);
  for (const auto& finding : checkReceiver(settings)) FAIL(model::format(finding));
  return makeReceiver(settings);
}

struct Library {
  TemporaryFolder folder;
  SampleProcess system = start(folder);

  static SampleProcess start(const TemporaryFolder& folder) {
    folder.write("library.csv", "student_no,name,loans,fines\n001,张三,0,0\n002,李四,1,0\n003,王五,0,0\n");
    return SampleProcess("lixiao-sample-library", {"--data", folder.path().string()}, 2);
  }
  std::unique_ptr<Receiver> hook() const {
    return receiver({{"kind", "hook"},
                     {"url", "http://127.0.0.1:" + std::to_string(system.controlPort()) + "/api/v1/leavers"},
                     {"answer_timeout", "400ms"}});
  }
  std::unique_ptr<Receiver> sip2(const Options& more = {}) const {
    Options options{{"kind", "sip2"},
                    {"host", "127.0.0.1"},
                    {"port", std::to_string(system.port())},
                    {"answer_timeout", "400ms"}};
    options.insert(more.begin(), more.end());
    return receiver(options);
  }
};

const Parcel kParcel{"3f9a2c51", 17, {{"001", true}, {"002", false}}};

void checkFailure(Receiver& told, const Parcel& parcel, FailureKind kind, const char* text) {
  const Handover handover = told.hand(parcel, {});
  REQUIRE(handover.failure);
  CAPTURE(handover.failure->text);
  CHECK(std::string(word(handover.failure->kind)) == std::string(word(kind)));
  CHECK_THAT(handover.failure->text, Catch::Matchers::Contains(text));
}

void checkFailure(Receiver& told, FailureKind kind, const char* text) {
  checkFailure(told, kParcel, kind, text);
}

}  // namespace

TEST_CASE("outgoing: a hook is acknowledged by naming the message, and by nothing else") {
  const Library library;
  const auto hook = library.hook();
  const Handover done = hook->hand(kParcel, {});
  CHECK_FALSE(done.failure);
  CHECK_THAT(done.answer, Catch::Matchers::Contains("17"));
  library.system.fault("not-blocked");
  checkFailure(*hook, FailureKind::Malformed, "without \"acknowledged\"");
  library.system.fault("html");
  checkFailure(*hook, FailureKind::Malformed, "not application/json");
  CHECK_THAT(hook->hand(kParcel, {}).failure->answer, Catch::Matchers::Contains("统一身份认证"));
  library.system.fault("503");
  checkFailure(*hook, FailureKind::Unreachable, "status 503");
  library.system.fault("silence");
  checkFailure(*hook, FailureKind::Unreachable, "in time");
  library.system.fault("none");
  CHECK_FALSE(hook->hand(kParcel, {}).failure);
}

TEST_CASE("outgoing: SIP2 blocks and enables, and believes only what the server says of it") {
  const Library library;
  const auto sip2 = library.sip2();
  CHECK_FALSE(sip2->hand(kParcel, {}).failure);
  library.system.fault("not-blocked");
  CHECK_FALSE(sip2->hand({"3f9a2c51", 18, {{"001", true}}}, {}).failure);  // was blocked before
  const Handover other = sip2->hand({"3f9a2c51", 19, {{"002", true}}}, {});
  REQUIRE(other.failure);
  CHECK_THAT(other.failure->text, Catch::Matchers::Contains("not blocked: 002"));
  library.system.fault("wrong-checksum");
  checkFailure(*sip2, FailureKind::Malformed, "wrong checksum");
  library.system.fault("refuse");
  checkFailure(*sip2, FailureKind::Unreachable, "");
}

TEST_CASE("outgoing: a patron SIP2 does not know holds up nobody and is told in the answer") {
  const Library library;
  const auto sip2 = library.sip2();
  const Handover done =
      sip2->hand({"3f9a2c51", 20, {{"001", true}, {"nobody", true}, {"002", true}, {"gone", false}}}, {});
  CHECK_FALSE(done.failure);
  CHECK(done.answer == "2; not known there: nobody, gone");
  library.system.fault("not-blocked");
  CHECK_FALSE(sip2->hand({"3f9a2c51", 21, {{"001", true}, {"002", true}}}, {}).failure);  // both were blocked
}

TEST_CASE("outgoing: SIP2 goes on behind a patron who was not blocked, and asks only about him again") {
  const Library library;
  const auto sip2 = library.sip2();
  REQUIRE_FALSE(sip2->hand({"3f9a2c51", 20, {{"001", true}}}, {}).failure);
  library.system.fault("not-blocked");
  const Parcel parcel{"3f9a2c51", 21, {{"002", true}, {"nobody", true}, {"001", false}, {"003", false}}};
  checkFailure(*sip2, parcel, FailureKind::Refused, "not blocked: 002; still blocked: 001");
  library.system.fault("none");
  const Handover done = sip2->hand(parcel, {});
  CHECK_FALSE(done.failure);
  CHECK(done.answer == "3; not known there: nobody");
}

TEST_CASE("outgoing: SIP2 keeps to the server's manner") {
  const Library library;
  const Parcel three{"3f9a2c51", 20, {{"001", true}, {"002", true}, {"003", true}}};
  SECTION("a connection for each patron") {
    library.system.fault("one-answer");
    checkFailure(*library.sip2(), three, FailureKind::Unreachable, "no complete answer in time");
    CHECK_FALSE(library.sip2({{"connection", "per_patron"}})->hand(three, {}).failure);
  }
  SECTION("a connection that is closed in between is made anew") {
    library.system.fault("close-after-10");
    Parcel many{"3f9a2c51", 20, {}};
    for (int i = 0; i < 35; ++i) many.rows.push_back({"stranger" + std::to_string(i), true});
    CHECK_FALSE(library.sip2()->hand(many, {}).failure);
  }
  SECTION("a pace") {
    const auto before = std::chrono::steady_clock::now();
    CHECK_FALSE(library.sip2({{"requests_per_second", "5"}})->hand(three, {}).failure);
    CHECK(std::chrono::steady_clock::now() - before >= std::chrono::milliseconds(400));
  }
  SECTION("a message for which the time is too short is sent on where it was left") {
    const auto slow = library.sip2({{"requests_per_second", "5"}, {"poll_timeout", "300ms"}});
    checkFailure(*slow, three, FailureKind::Unreachable, "in time");
    std::this_thread::sleep_for(std::chrono::milliseconds(400));  // the turns that were taken go by
    CHECK_FALSE(slow->hand(three, {}).failure);
  }
}

namespace {

/// A folder that receives files, and what is in it.
struct Drop {
  TemporaryFolder folder;

  std::unique_ptr<Receiver> receiver(const Options& more = {}) const {
    Options options{{"kind", "file"}, {"folder", folder.path().string()}};
    options.insert(more.begin(), more.end());
    return connectors::receiver(options);
  }
  std::string text(const std::string& name) const {
    std::ifstream stream(folder.path() / name);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  void take(const std::string& name) const { REQUIRE(std::filesystem::remove(folder.path() / name)); }
};

constexpr auto kName = "leaving-3f9a2c51-17.csv";
constexpr auto kTable = "student_no,leaving\r\n001,1\r\n002,0\r\nTOTAL,2\r\n";

}  // namespace

TEST_CASE("outgoing: a file lies there whole until it is acknowledged") {
  const Drop drop;
  const auto by_file = drop.receiver();
  checkFailure(*by_file, FailureKind::Unreachable, "was not taken yet");
  checkFailure(*by_file, FailureKind::Unreachable, "was not taken yet");
  CHECK(drop.text(kName) == kTable);
  drop.folder.write(kName + std::string(".ack"), "");
  CHECK_FALSE(by_file->hand(kParcel, {}).failure);

  const auto by_taking = drop.receiver({{"acknowledged_by", "taking"}});
  const Parcel next{"3f9a2c51", 18, {{"001", false}}};
  CHECK(by_taking->hand(next, {}).failure);
  drop.take("leaving-3f9a2c51-18.csv");
  CHECK_FALSE(by_taking->hand(next, {}).failure);

  checkFailure(*receiver({{"kind", "file"}, {"folder", "/nowhere"}}), FailureKind::Config, "not there");
}

TEST_CASE("outgoing: what lies in the folder from before acknowledges nothing") {
  const Drop drop;
  const std::string ack = kName + std::string(".ack");
  const auto by = GENERATE(as<std::string>(), "file", "taking");
  const auto told = drop.receiver({{"acknowledged_by", by}});
  SECTION("an acknowledgement alone") {
    drop.folder.write(ack, "");
  }
  SECTION("with the same file") {
    drop.folder.write(kName, kTable);
    drop.folder.write(ack, "");
  }
  SECTION("with another file, which was dropped once") {
    CHECK(told->hand({"3f9a2c51", 17, {{"003", true}}}, {}).failure);
    drop.folder.write(ack, "");
  }
  SECTION("another file that was taken") {
    CHECK(told->hand({"3f9a2c51", 17, {{"003", true}}}, {}).failure);
    drop.take(kName);
  }
  SECTION("of a message that was acknowledged, and is sent again") {
    CHECK(told->hand(kParcel, {}).failure);
    drop.folder.write(ack, "");
    CHECK_FALSE(told->hand(kParcel, {}).failure);
  }
  SECTION("a file of another message under this name") {
    CHECK(told->hand(kParcel, {}).failure);
    drop.folder.write(kName, "student_no,leaving\r\n003,1\r\nTOTAL,1\r\n");
    drop.folder.write(ack, "");
  }
  checkFailure(*told, FailureKind::Unreachable, "was not taken yet");
  CHECK(drop.text(kName) == kTable);
  checkFailure(*told, FailureKind::Unreachable, "was not taken yet");
  drop.folder.write(ack, "");
  CHECK_FALSE(told->hand(kParcel, {}).failure);
}

TEST_CASE("outgoing: messages of two databases have names of their own") {
  const Drop drop;
  const auto told = drop.receiver();
  CHECK(told->hand(kParcel, {}).failure);
  CHECK(told->hand({"aaaaaaaa", 17, {{"003", true}}}, {}).failure);
  CHECK(drop.text(kName) == kTable);
  CHECK(drop.text("leaving-aaaaaaaa-17.csv") == "student_no,leaving\r\n003,1\r\nTOTAL,1\r\n");
}

TEST_CASE("outgoing: settings are checked by their kind") {
  const auto codes = [](const Options& options) {
    std::string all;
    for (const auto& finding : checkReceiver(settingsOf(options)))
      all += finding.code + " " + finding.message + "\n";
    return all;
  };
  CHECK(codes({{"kind", "hok"}}) == "bad-value \"hok\" is not a value of kind\n");
  CHECK(codes({{"kind", "file"}}) == "missing-key the key \"folder\" is missing\n");
  CHECK(codes({{"kind", "sip2"}, {"host", "x"}, {"port", "1"}, {"connections", "8"}, {"currency", "USD"}}) ==
        "unknown-key there is no key \"connections\" here\n"
        "unknown-key there is no key \"currency\" here\n");
  CHECK(codes({{"kind", "hook"}, {"url", "http://x/"}, {"user", "a"}}) ==
        "bad-value a user needs a password\n");
}

}  // namespace lixiao::connectors
