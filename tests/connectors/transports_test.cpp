#include <Poco/Net/ServerSocket.h>

#include <array>
#include <thread>

#include "connectors/transport/fetch_error.h"
#include "connectors/transport/http.h"
#include "tests/connectors/plugin_fixture.h"
#include "tests/connectors/sample_process.h"
#include "tests/connectors/shell.h"

namespace lixiao::connectors {
namespace {

using Options = std::map<std::string, std::string>;

/// Four source systems, each of which has a 3 for the student 001.
struct Peers {
  TemporaryFolder folder;
  SampleProcess finance = startFinance(folder);
  SampleProcess library = startLibrary(folder);
  std::string database = (folder.path() / "view.db").string();

  Peers() {
    shell("sqlite3 " + database +
          " \"CREATE TABLE view(no TEXT, n TEXT); INSERT INTO view VALUES('001','3')\"");
    folder.write("drop.csv", "no,n\n001,3\nTOTAL,1\n");
  }
  static SampleProcess startFinance(const TemporaryFolder& folder) {
    folder.write("finance.csv", "student_no,tuition_due,dorm_due\n001,3,3\n");
    return SampleProcess("lixiao-sample-finance", {"--data", folder.path().string()}, 1);
  }
  static SampleProcess startLibrary(const TemporaryFolder& folder) {
    folder.write("library.csv", "student_no,name,loans,fines\n001,张三,3,3\n");
    return SampleProcess("lixiao-sample-library", {"--data", folder.path().string()}, 2);
  }

  Options settings(const std::string& transport) const {
    if (transport == "http")
      return {{"url", "http://127.0.0.1:" + std::to_string(finance.port()) + "/arrears"}};
    if (transport == "koha") return {{"url", "http://127.0.0.1:" + std::to_string(library.controlPort())}};
    if (transport == "sql") return {{"database", database}, {"view", "view"}, {"student_no_field", "no"}};
    if (transport == "file")
      return {{"folder", folder.path().string()}, {"file_name", "drop.csv"}, {"student_no_field", "no"}};
    return {{"host", "127.0.0.1"}, {"port", std::to_string(library.port())}};
  }
};

/// Where a transport has the 3, as a count and as an amount.
std::string whereOf(const std::string& transport, bool amount) {
  if (transport == "http") return "tuition_due";
  if (transport == "sip2") return amount ? "BV" : "charged";
  return "n";
}

Options prefixed(const std::string& prefix, const Options& options) {
  Options result;
  for (const auto& [key, value] : options) result[prefix + key] = value;
  return result;
}

}  // namespace

TEST_CASE("every kind of connector reaches its source over every transport, by settings alone") {
  const Peers peers;
  for (const std::string transport : {"http", "sql", "file", "sip2"}) {
    CAPTURE(transport);
    Options common = peers.settings(transport);
    common["transport"] = transport;

    Options finance = common;
    finance.insert({{"amount_unit", "yuan"},
                    {"tuition_due_field", whereOf(transport, true)},
                    {"dorm_due_field", "none"}});
    CHECK(factsOf(makeConnector("finance", finance)->fetch(students({"001"}), {})) ==
          std::map<std::string, model::Value>{{"001 finance.tuition_due", number(300)}});

    Options library = common;
    library.insert({{"amount_unit", "yuan"},
                    {"loans_field", whereOf(transport, false)},
                    {"fines_field", whereOf(transport, true)}});
    CHECK(factsOf(makeConnector("library", library)->fetch(students({"001"}), {})) ==
          std::map<std::string, model::Value>{{"001 library.loans", number(3)},
                                              {"001 library.fines", number(300)}});

    Options housing = common;
    housing.insert({{"amount_unit", "yuan"}, {"dorm_due_field", whereOf(transport, true)}});
    housing.merge(prefixed("room_", common));
    housing.insert({{"room_checked_out_field", whereOf(transport, false)}, {"room_yes_words", "3"}});
    CHECK(factsOf(makeConnector("housing", housing)->fetch(students({"001"}), {})) ==
          std::map<std::string, model::Value>{{"001 housing.dorm_due", number(300)},
                                              {"001 housing.checked_out", model::Value(true)}});
  }
}

TEST_CASE("a source that knows none of twenty students has lost its list, over every transport") {
  const Peers peers;
  std::vector<StudentRef> strangers;
  for (int i = 0; i < 20; ++i) strangers.push_back({"n" + std::to_string(i)});
  for (const std::string transport : {"http", "sql", "file", "sip2", "koha"}) {
    CAPTURE(transport);
    Options settings = peers.settings(transport);
    settings.insert({{"transport", transport}, {"amount_unit", "yuan"}, {"fines_field", "none"}});
    settings["loans_field"] = transport == "koha" ? "checkouts" : whereOf(transport, false);
    const auto connector = makeConnector("library", settings);
    const FetchResult lost = connector->fetch(strangers, {});
    REQUIRE(lost.failure() != nullptr);
    CHECK(lost.failure()->kind == FailureKind::Malformed);
    CHECK_THAT(lost.failure()->text, Catch::Matchers::Contains("knows none of 20 students"));
    auto with_one = strangers;
    with_one.push_back({"001"});
    CHECK(connector->fetch(with_one, {}).delivery()->unknown_students.size() == 20);
  }
}

namespace {

/// Says its words to whoever says anything, and ends the connection.
class Parrot {
 public:
  explicit Parrot(std::string words) : words_(std::move(words)), thread_([this] { speak(); }) {}
  ~Parrot() { thread_.join(); }

  HttpSource source(const std::string& scheme = "http") const {
    using namespace std::chrono_literals;
    return {*parseUrl(scheme + "://127.0.0.1:" + std::to_string(socket_.address().port())), "", {}, 5s, 5s};
  }

 private:
  void speak() {
    if (!socket_.poll(Poco::Timespan(10, 0), Poco::Net::Socket::SELECT_READ)) return;
    Poco::Net::StreamSocket caller = socket_.acceptConnection();
    std::array<char, 65536> heard;
    caller.receiveBytes(heard.data(), heard.size());
    caller.sendBytes(words_.data(), static_cast<int>(words_.size()));
    caller.shutdownSend();
  }

  const std::string words_;
  Poco::Net::ServerSocket socket_{Poco::Net::SocketAddress("127.0.0.1", 0)};
  std::thread thread_;
};

const std::string kJson = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const std::string kChunks = kJson + "Transfer-Encoding: chunked\r\n\r\n";

using Ask = std::function<void(const HttpSource&, const HttpQuestion&, Patience&)>;

Failure failureOf(const Parrot& parrot, const std::string& scheme, const Ask& ask = askJson) {
  Patience patience({}, std::chrono::seconds(10));
  const FetchResult result = fetchOrFail("x", [&] {
    ask(parrot.source(scheme), {"GET", "/", ""}, patience);
    return Delivery();
  });
  REQUIRE(result.failure() != nullptr);
  return *result.failure();
}

std::optional<std::string> answerOf(const Parrot& parrot) {
  Patience patience({}, std::chrono::seconds(10));
  return askJsonOrNothing(parrot.source(), {"GET", "/", ""}, patience);
}

}  // namespace

TEST_CASE("http: an answer in chunks is read to its last chunk, or it was cut off") {
  for (const char* whole : {"2\r\n{\"\r\n6\r\na\": 1}\r\n0\r\n\r\n",
                            "8;x=1\r\n{\"a\": 1}\r\n0\r\nA: b\r\n\r\n", "08\n{\"a\": 1}\n0\n"})
    CHECK(answerOf(Parrot(kChunks + whole)) == "{\"a\": 1}");
  for (const char* cut :
       {"", "8", "8\r\n", "8\r\n{\"a\"", "8\r\n{\"a\": 1}", "8\r\n{\"a\": 1}\r\n", "8\r\n{\"a\": 1}\r\n0"}) {
    CAPTURE(cut);
    const Failure failure = failureOf(Parrot(kChunks + cut), "http");
    CHECK(failure.kind == FailureKind::Unreachable);
    CHECK(failure.text == "x: the connection was closed in the middle of the answer");
  }
}

TEST_CASE("http: status 404 may be no answer, and any other is told with what came") {
  const std::string missing = "HTTP/1.1 404 Not Found\r\nContent-Length: 8\r\n\r\nno such ";
  CHECK(answerOf(Parrot(missing)) == std::nullopt);
  CHECK(answerOf(Parrot(kJson + "Content-Length: 2\r\n\r\n{}")) == "{}");
  const Failure refused = failureOf(Parrot(missing), "http");
  CHECK(refused.kind == FailureKind::Refused);
  CHECK(refused.answer == "no such ");
  const Failure cut =
      failureOf(Parrot("HTTP/1.1 503 No\r\nContent-Length: 99\r\n\r\nmaintenance"), "http", askJsonOrNothing);
  CHECK(cut.text == "x: the source answered with status 503");
  CHECK(cut.answer == "maintenance");
  std::string page = "\r\n";
  for (int i = 0; i < 3000; ++i) page += "馆";
  CHECK(failureOf(Parrot("HTTP/1.1 500 No\r\n" + page), "http").answer == page.substr(2, 4095));
}

TEST_CASE("http: what goes wrong with TLS is told apart") {
  struct Row {
    std::string words;
    FailureKind kind;
    const char* text;
  };
  const auto [words, kind, text] = GENERATE(
      Row{"", FailureKind::Unreachable, "x: the connection was closed during the TLS handshake"},
      Row{"HTTP/1.1 400 Bad Request\r\n\r\n", FailureKind::Unreachable,
          "x: it does not speak TLS at this port"},
      Row{{"\x15\x03\x01\x00\x02\x02\x46", 7}, FailureKind::Refused, "x: no version of TLS in common"});
  const Failure failure = failureOf(Parrot(words), "https");
  CHECK(failure.kind == kind);
  CHECK(failure.text == text);
}

}  // namespace lixiao::connectors
