#include "connectors/transport/http.h"
#include "engine/model/clock.h"
#include "tests/connectors/answering_server.h"
#include "tests/connectors/authority.h"
#include "tests/connectors/fault_table.h"

namespace lixiao::connectors {
namespace {

using Options = std::map<std::string, std::string>;

struct Interface {
  TemporaryFolder folder;
  SampleProcess system;

  explicit Interface(const std::vector<std::string>& more = {}) : system(start(folder, more)) {}

  static SampleProcess start(const TemporaryFolder& folder, const std::vector<std::string>& more) {
    folder.write("finance.csv",
                 "student_no,tuition_due,dorm_due,charged,paid,deferred,waived,refunded\n"
                 "001,300.00,0.00,6000,5000,500,200,0\n002,0.00,12.5,6000,6000,0,0,0\n"
                 "003,0,0,6000,7000,0,0,1000\n004,1,1,6000,1000,5000,0,\n005,2,0,6000,9000,0,0,0\n");
    std::vector<std::string> arguments{"--data", folder.path().string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return SampleProcess("lixiao-sample-finance", arguments, 1);
  }

  std::unique_ptr<Connector> connector(const std::string& scheme_and_host, const std::string& path,
                                       const Options& more) const {
    Options settings{{"url", scheme_and_host + ":" + std::to_string(system.port()) + path},
                     {"amount_unit", "yuan"},
                     {"answer_timeout", "2s"}};
    for (const auto& [key, value] : more) settings[key] = value;
    return makeConnector("finance", settings);
  }
  std::unique_ptr<Connector> plain(const std::string& path, const Options& more) const {
    return connector("http://127.0.0.1", path, more);
  }
};

const auto kFive = students({"001", "002", "003", "004", "005"});
const Options kList{{"method", "GET"},        {"ask", "all"},
                    {"rows_field", "/rows"},  {"total_field", "total"},
                    {"as_of_field", "as_of"}, {"next_page_field", "/next"},
                    {"unit_field", "none"},   {"currency_field", "none"},
                    {"unknown_field", "none"}};
const Options kOne{{"method", "GET"},
                   {"ask", "one"},
                   {"ok_field", "code"},
                   {"rows_field", "/data"},
                   {"student_no_field", "/account/student_no"},
                   {"tuition_due_field", "/account/tuition_due"},
                   {"dorm_due_field", "none"},
                   {"unit_field", "none"},
                   {"currency_field", "none"},
                   {"unknown_field", "none"},
                   {"connections", "4"}};

Failure failureOf(const FetchResult& result) {
  REQUIRE(result.failure() != nullptr);
  return *result.failure();
}

}  // namespace

TEST_CASE("http: a private CA is trusted for its host, and for nothing else") {
  const Authority authority;
  const auto server = authority.sign("localhost");
  const Interface https({"--certificate", server.certificate_file, "--key", server.key_file});
  const Options trusted{{"ca_file", authority.file()}};
  CHECK(factsOf(https.connector("https://localhost", "/arrears", trusted)->fetch(kFive, {})).size() == 10);

  const Failure other_host =
      failureOf(https.connector("https://127.0.0.1", "/arrears", trusted)->fetch(kFive, {}));
  CHECK(other_host.kind == FailureKind::Refused);
  CHECK_THAT(other_host.text,
             Catch::Matchers::Contains("certificate is not accepted: it is of another host than 127.0.0.1"));
  const Failure stranger = failureOf(https.connector("https://localhost", "/arrears", {})->fetch(kFive, {}));
  CHECK(stranger.kind == FailureKind::Refused);
  CHECK_THAT(stranger.text,
             Catch::Matchers::Contains("certificate is not accepted: it is signed by an unknown CA"));
  const Authority another("other");
  const Options wrong{{"ca_file", another.file()}};
  CHECK(failureOf(https.connector("https://localhost", "/arrears", wrong)->fetch(kFive, {})).kind ==
        FailureKind::Refused);
  const Options none{{"ca_file", "/nowhere/ca.pem"}};
  CHECK(failureOf(https.connector("https://localhost", "/arrears", none)->fetch(kFive, {})).kind ==
        FailureKind::Config);
}

TEST_CASE("http: a certificate that ended yesterday is refused") {
  const Authority authority;
  const auto server = authority.sign("localhost", -1);
  const Interface https({"--certificate", server.certificate_file, "--key", server.key_file});
  const Failure failure = failureOf(
      https.connector("https://localhost", "/arrears", {{"ca_file", authority.file()}})->fetch(kFive, {}));
  CHECK(failure.kind == FailureKind::Refused);
  CHECK_THAT(failure.text, Catch::Matchers::Contains("certificate is not accepted: certificate has expired"));
}

TEST_CASE("http: TLS is as patient as plain connections, and no more") {
  const Authority authority;
  const auto server = authority.sign("localhost");
  const Interface https({"--certificate", server.certificate_file, "--key", server.key_file});
  const auto connector = https.connector("https://localhost", "/arrears",
                                         {{"ca_file", authority.file()}, {"answer_timeout", "400ms"}});
  // Faults are switched over the same port, which a plain client cannot speak to: a server that says nothing
  // at all.
  const Interface silent;
  const auto no_tls = silent.connector("https://127.0.0.1", "/arrears", {{"connect_timeout", "400ms"}});
  const auto began = std::chrono::steady_clock::now();
  CHECK(no_tls->fetch(kFive, {}).failure() != nullptr);
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(5));
  CHECK(factsOf(connector->fetch(kFive, {})).size() == 10);
}

TEST_CASE("http: a source lets in who shows the token, the password or a signature") {
  TemporaryFolder secrets;
  const std::string right = secrets.write("right", "s3cret\n");
  const std::string wrong = secrets.write("wrong", "guess\n");
  struct Row {
    std::vector<std::string> guard;
    Options with_right, with_wrong;
  };
  const std::vector<Row> rows = {
      {{"--token", "s3cret"}, {{"token_file", right}}, {{"token_file", wrong}}},
      {{"--user", "lixiao:s3cret"},
       {{"user", "lixiao"}, {"password_file", right}},
       {{"user", "lixiao"}, {"password_file", wrong}}},
      {{"--signing-key", "s3cret"}, {{"signing_key_file", right}}, {{"signing_key_file", wrong}}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.guard.front());
    const Interface guarded(row.guard);
    CHECK(factsOf(guarded.plain("/arrears", row.with_right)->fetch(kFive, {})).size() == 10);
    CHECK(failureOf(guarded.plain("/arrears", row.with_wrong)->fetch(kFive, {})).kind ==
          FailureKind::Refused);
    CHECK(failureOf(guarded.plain("/arrears", {})->fetch(kFive, {})).kind == FailureKind::Refused);
  }
}

TEST_CASE("http: the signature is that of the page") {
  // Computed with: printf '1435104000\nabc\nPOST\n/a?b=1\n{}' | openssl dgst -sha256 -hmac key
  CHECK(signature("key", "1435104000", "abc", {"POST", "/a?b=1", "{}"}) ==
        "sha256=2564e1a38467da2320b1bf19cbcbbf3b6e820bf930a43b44186bce77a3e7fb8d");
}

TEST_CASE("http: a list of all accounts comes in pages, and is as old as it says") {
  const Interface listing;
  const auto connector = listing.plain("/arrears/list?page={page}", kList);
  const FetchResult result = connector->fetch(students({"001", "002", "nobody", "005"}), {});
  auto facts = factsOf(result);
  CHECK(facts["001 finance.tuition_due"] == number(30000));
  CHECK(facts["005 finance.tuition_due"] == number(200));
  CHECK(result.delivery()->unknown_students == std::vector<std::string>{"nobody"});
  CHECK(result.delivery()->as_of > model::Instant{});

  listing.system.fault("short-list");
  CHECK_THAT(failureOf(connector->fetch(kFive, {})).text, Catch::Matchers::Contains("4 rows came of 5"));
  listing.system.fault("clock-ahead");
  CHECK_THAT(failureOf(connector->fetch(kFive, {})).text, Catch::Matchers::Contains("minutes ahead of ours"));
  listing.system.fault("year-1970");
  CHECK_THAT(failureOf(connector->fetch(kFive, {})).text, Catch::Matchers::Contains("before the year 2000"));
  listing.system.fault("milliseconds");
  const FetchResult exact = connector->fetch(kFive, {});
  CHECK(factsOf(exact).size() == 10);
  const auto age = model::SystemClock().now() - exact.delivery()->as_of;
  CHECK((age >= std::chrono::seconds(0) && age < std::chrono::minutes(1)));
  listing.system.fault("none");
  CHECK(factsOf(connector->fetch(kFive, {})).size() == 10);
}

TEST_CASE("http: a list in which a row comes twice clears nobody, whoever it is about") {
  const Interface listing;
  Options settings = kList;
  settings["absent"] = "clear";
  const auto connector = listing.plain("/arrears/list?page={page}", settings);
  listing.system.fault("first-page-again");
  const Failure failure = failureOf(connector->fetch(students({"005"}), {}));
  CHECK(failure.kind == FailureKind::Malformed);
  CHECK_THAT(failure.text, Catch::Matchers::Contains("twice in the answer"));
  listing.system.fault("none");
  CHECK(factsOf(connector->fetch(students({"005"}), {}))["005 finance.tuition_due"] == number(200));
}

TEST_CASE("http: pages are counted from 0 or 1 or by rows, until all rows came") {
  const Interface listing;
  Options counted = kList;
  counted["next_page_field"] = "none";
  Options from_zero = counted;
  from_zero["first_page"] = "0";
  const auto by_page = listing.plain("/arrears/list?page={page}", counted);
  CHECK(factsOf(by_page->fetch(kFive, {})).size() == 10);
  CHECK(factsOf(listing.plain("/arrears/list?page={page}&first=0", from_zero)->fetch(kFive, {})).size() ==
        10);
  CHECK(factsOf(listing.plain("/arrears/list?offset={offset}", counted)->fetch(kFive, {})).size() == 10);

  listing.system.fault("page-total");
  CHECK_THAT(failureOf(by_page->fetch(kFive, {})).text, Catch::Matchers::Contains("5 rows came of 3"));
  listing.system.fault("last-page-again");  // and for every page behind it
  CHECK(factsOf(by_page->fetch(kFive, {})).size() == 10);
  counted["total_field"] = "none";
  const Failure failure = failureOf(listing.plain("/arrears/list?page={page}", counted)->fetch(kFive, {}));
  CHECK_THAT(failure.text, Catch::Matchers::Contains("twice in the answer"));
}

TEST_CASE("http: the only page of a list may come again") {
  TemporaryFolder folder;
  folder.write("finance.csv", "student_no,tuition_due,dorm_due\n001,3,0\n002,0,0\n");
  const SampleProcess system("lixiao-sample-finance", {"--data", folder.path().string()}, 1);
  Options settings = kList;
  settings["next_page_field"] = "none";
  settings["url"] = "http://127.0.0.1:" + std::to_string(system.port()) + "/arrears/list?page={page}";
  settings["amount_unit"] = "yuan";
  const auto connector = makeConnector("finance", settings);
  for (const char* fault : {"none", "last-page-again"}) {
    system.fault(fault);
    CHECK(factsOf(connector->fetch(students({"001", "002"}), {})).size() == 4);
  }
}

TEST_CASE("http: a source that names the same next page for ever is not followed") {
  const Interface listing;
  listing.system.fault("same-next");
  Options settings = kList;
  settings["total_field"] = "none";
  const Failure failure = failureOf(listing.plain("/arrears/list?page={page}", settings)->fetch(kFive, {}));
  CHECK(failure.kind == FailureKind::Malformed);
  CHECK_THAT(failure.text, Catch::Matchers::Contains("a next page that came before"));
}

TEST_CASE("http: a list that writes numbers otherwise clears nobody") {
  const Interface listing;
  Options settings = kList;
  settings["absent"] = "clear";
  const auto connector = listing.plain("/arrears/list?page={page}", settings);
  listing.system.fault("other-form");
  const Failure failure = failureOf(connector->fetch(students({"001"}), {}));
  CHECK(failure.kind == FailureKind::Malformed);
  CHECK_THAT(failure.text, Catch::Matchers::Contains("in another form than on the roster"));
}

TEST_CASE("http: a list whose numbers went through a spreadsheet clears nobody") {
  const auto written =
      GENERATE(as<std::string>(), "5.130719001E9", "513-0719001", "'5130719001", "5130719001.0");
  CAPTURE(written);
  TemporaryFolder folder;
  folder.write("finance.csv", "student_no,tuition_due,dorm_due\n" + written + ",3,0\n");
  const SampleProcess system("lixiao-sample-finance", {"--data", folder.path().string()}, 1);
  Options settings = kList;
  settings["absent"] = "clear";
  settings["url"] = "http://127.0.0.1:" + std::to_string(system.port()) + "/arrears/list?page={page}";
  settings["amount_unit"] = "yuan";
  const Failure failure = failureOf(makeConnector("finance", settings)->fetch(students({"5130719001"}), {}));
  CHECK(failure.kind == FailureKind::Malformed);
  CHECK_THAT(failure.text, Catch::Matchers::Contains("in the answer: " + written));
}

TEST_CASE("http: who is missing in a whole list is clear only where the settings say so") {
  const Interface listing;
  Options settings = kList;
  settings["absent"] = "clear";
  const FetchResult result =
      listing.plain("/arrears/list?page={page}", settings)->fetch(students({"nobody"}), {});
  CHECK(factsOf(result)["nobody finance.tuition_due"] == number(0));
  CHECK(result.delivery()->unknown_students.empty());

  listing.system.fault("empty");
  const Failure failure =
      failureOf(listing.plain("/arrears/list?page={page}", settings)->fetch(students({"nobody", "001"}), {}));
  CHECK(failure.kind == FailureKind::Malformed);
  CHECK_THAT(failure.text, Catch::Matchers::Contains("the list is empty"));
}

TEST_CASE("http: students are asked about one by one, over several connections") {
  const Interface accounts;
  const FetchResult result = accounts.plain("/arrears/of?card={student_no}", kOne)
                                 ->fetch(students({"001", "nobody&x=1", "004", "002"}), {});
  auto facts = factsOf(result);
  CHECK(facts.size() == 4);
  CHECK(facts["001 finance.tuition_due"] == number(30000));
  CHECK(facts["004 finance.tuition_due"] == number(100));
  CHECK(result.delivery()->unknown_students == std::vector<std::string>{"nobody&x=1"});
}

TEST_CASE("http: status 404 says of one student what the settings say") {
  const AnsweringServer server("\r\n\r\n", [](const std::string& question) {
    if (!question.starts_with("GET /of/001 ")) return httpAnswer("404 Not Found", "{}");
    return httpAnswer("200 OK", R"({"unit": "yuan", "currency": "CNY", "unknown": [], "students":
        [{"student_no": "001", "tuition_due": "3.00", "dorm_due": "0.00"}]})");
  });
  const auto fetch = [&](const std::string& not_found, const std::vector<StudentRef>& asked) {
    return makeConnector("finance", {{"url", "http://127.0.0.1:" + server.port() + "/of/{student_no}"},
                                     {"method", "GET"},
                                     {"ask", "one"},
                                     {"not_found", not_found},
                                     {"amount_unit", "yuan"}})
        ->fetch(asked, {});
  };
  const FetchResult result = fetch("unknown", students({"001", "nobody"}));
  CHECK(factsOf(result)["001 finance.tuition_due"] == number(300));
  CHECK(result.delivery()->unknown_students == std::vector<std::string>{"nobody"});
  CHECK(failureOf(fetch("refused", students({"001", "nobody"}))).kind == FailureKind::Refused);
  std::vector<StudentRef> strangers;
  for (int i = 0; i < 20; ++i) strangers.push_back({"stranger" + std::to_string(i)});
  CHECK_THAT(failureOf(fetch("unknown", strangers)).text, Catch::Matchers::Contains("none of 20 students"));
}

TEST_CASE("http: an error in the envelope of a good answer is no student and no empty list") {
  const Interface finance;
  Options without_ok = kOne;
  without_ok["ok_field"] = "none";
  Options all = kList;
  all["total_field"] = all["as_of_field"] = "none";
  struct Row {
    const char* path;
    Options settings;
    const char* text;
  };
  const std::vector<Row> rows = {
      {"/arrears/of?card={student_no}", kOne, "by ok_field that the question failed"},
      {"/arrears/of?card={student_no}", without_ok, "not a list"},
      {"/arrears",
       {{"rows_field", "/data"}, {"unit_field", "none"}, {"currency_field", "none"}},
       "not a list"},
      {"/arrears/list?page={page}", all, "not a list"},
  };
  finance.system.fault("expired");
  for (const Row& row : rows) {
    CAPTURE(row.path);
    const Failure failure = failureOf(finance.plain(row.path, row.settings)->fetch(students({"001"}), {}));
    CHECK(failure.kind == FailureKind::Malformed);
    CHECK_THAT(failure.text, Catch::Matchers::Contains(row.text));
  }
}

TEST_CASE("finance: what is due is reckoned from what was charged, paid, deferred, waived and refunded") {
  const Interface listing;
  Options settings = kList;
  for (const char* part : {"charged", "paid", "deferred", "waived", "refunded"})
    settings["tuition_" + std::string(part) + "_field"] = part;
  auto facts = factsOf(listing.plain("/arrears/list?page={page}", settings)->fetch(kFive, {}));
  CHECK(facts["001 finance.tuition_due"] == number(30000));
  CHECK(facts["001 finance.tuition_deferred"] == number(50000));
  CHECK(facts["001 finance.tuition_waived"] == number(20000));
  CHECK(facts["002 finance.tuition_due"] == number(0));
  CHECK(facts["003 finance.tuition_due"] == number(0));
  CHECK(facts["003 finance.tuition_refunded"] == number(100000));
  CHECK_FALSE(facts["004 finance.tuition_due"].known());  // the refund is not said
  CHECK(facts["005 finance.tuition_due"] == number(0));   // overpaid
  CHECK(facts["005 finance.dorm_due"] == number(0));
}

TEST_CASE("http: settings that cannot work are found before anything is asked") {
  const auto findings = [](const Options& more) {
    Options settings{{"url", "http://127.0.0.1:1/arrears"}, {"amount_unit", "yuan"}};
    for (const auto& [key, value] : more) settings[key] = value;
    std::string all;
    for (const auto& finding : builtPlugins().find("finance")->check(settingsOf(settings)))
      all += finding.message + "\n";
    return all;
  };
  using Catch::Matchers::Contains;
  CHECK_THAT(findings({{"absent", "clear"}}), Contains("known to be whole"));
  CHECK_THAT(findings({{"rows_field", "/a~b"}}), Contains("not a JSON pointer"));
  CHECK_THAT(findings({{"question", "{"}}), Contains("is not JSON"));
  CHECK_THAT(findings({{"question", "{}"}}), Contains("does not name the students"));
  CHECK_THAT(findings({{"ask", "one"}, {"method", "GET"}}), Contains("does not name the student"));
  CHECK_THAT(findings({{"user", "a"}}), Contains("needs a password"));
  CHECK_THAT(findings({{"not_found", "unknown"}}), Contains("tells nothing of several students"));
  CHECK_THAT(findings({{"token_env", "A"}, {"signing_key_env", "B"}}), Contains("one way only"));
  CHECK_THAT(findings({{"ca_file", "ca.pem"}}), Contains("https"));
  CHECK_THAT(findings({{"dorm_waived_field", "waived"}}), Contains("cannot be reckoned"));
  CHECK_THAT(findings({{"transport", "carrier-pigeon"}}), Contains("not a value of transport"));
}

}  // namespace lixiao::connectors
