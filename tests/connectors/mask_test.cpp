#include "connectors/mask.h"

#include "connectors/outgoing/receiver.h"
#include "connectors/setup.h"
#include "tests/connectors/plugin_fixture.h"
#include "tests/connectors/sample_process.h"

namespace lixiao::connectors {
namespace {

using Catch::Matchers::Contains;
using Options = std::map<std::string, std::string>;

/// A library system that repeats what it was sent.
struct Echo {
  TemporaryFolder folder;
  SampleProcess system = start(folder);

  explicit Echo(const std::string& secret) {
    folder.write("secret", secret + "\n");
    system.fault("echo");
  }
  static SampleProcess start(const TemporaryFolder& folder) {
    folder.write("library.csv", "student_no,name,loans,fines\n");
    return SampleProcess("lixiao-sample-library", {"--data", folder.path().string()}, 2);
  }
  Settings settings(Options options) const {
    options["url"] = "http://127.0.0.1:" + std::to_string(system.controlPort()) + "/api/v1/anything";
    for (const char* key : {"token", "password"})
      if (options.contains(key)) options[std::string(key) + "_file"] = (folder.path() / "secret").string();
    options.erase("token");
    options.erase("password");
    return settingsOf(options);
  }
  /// What a connector as the service sets it up says went wrong.
  Failure failure(const Options& options) const {
    Options all{{"kind", "library"}, {"transport", "http"}, {"amount_unit", "yuan"}};
    all.insert(options.begin(), options.end());
    const Isolate here = [](const std::string& kind, const Settings& own, std::size_t,
                            std::chrono::milliseconds) { return builtPlugins().find(kind)->create(own); };
    Setup setup = setUp(builtPlugins(), {{"library", settings(all)}}, here);
    for (const auto& finding : setup.diagnostics) FAIL(model::format(finding));
    const FetchResult result = setup.sources.at(0).connector->fetch({{"001"}}, {});
    REQUIRE(result.failure());
    return *result.failure();
  }
};

}  // namespace

TEST_CASE("mask: a token that the source repeats does not leave the connector") {
  const Echo echo("s3cr3t-t0ken");
  const auto isolated = GENERATE(as<std::string>(), "false", "true");
  const Failure failure = echo.failure({{"token", ""}, {"isolated", isolated}});
  CHECK(failure.kind == FailureKind::Malformed);
  CHECK_THAT(failure.answer, Contains("Bearer ***") && !Contains("s3cr3t"));
}

TEST_CASE("mask: neither does a password, in whichever form it is repeated") {
  const Echo echo("pa\"ss/word");
  const Failure failure = echo.failure({{"user", "lixiao"}, {"password", ""}});
  CHECK_THAT(failure.answer, Contains("Basic ***"));
  const Settings settings = echo.settings({{"user", "lixiao"}, {"password", ""}});
  const auto secrets = secretsOf(settings, secretSchema("password", {}));
  for (const char* form : {"pa\"ss/word", "pa\\\"ss/word", "pa\\\"ss\\/word", "pa%22ss%2Fword",
                           "bGl4aWFvOnBhInNzL3dvcmQ=", "bGl4aWFvOnBhInNzL3dvcmQ%3D"})
    CHECK(masked("<" + std::string(form) + ">", secrets, 100) == "<***>");
}

TEST_CASE("mask: nor what a hook repeats") {
  const Echo echo("s3cr3t-t0ken");
  const Settings settings = echo.settings({{"kind", "hook"}, {"token", ""}});
  const Handover handover = makeReceiver(settings)->hand({"3f9a2c51", 17, {{"001", true}}}, {});
  REQUIRE(handover.failure);
  CHECK_THAT(handover.failure->answer, Contains("Bearer ***") && !Contains("s3cr3t"));
}

TEST_CASE("mask: credentials show themselves, also without their secret being known") {
  CHECK(maskError("{\"authorization\":\"Bearer abc.def-1\"}") == "{\"authorization\":\"Bearer ***\"}");
  CHECK(maskError("BASIC  dTpw and on") == "BASIC  *** and on");
  CHECK(maskError("forebearer of news") == "forebearer of news");
  CHECK(maskError("the bearer") == "the bearer");
}

TEST_CASE("mask: what a key names as a secret is none of ours and hidden all the same") {
  const auto [said, shown] = GENERATE(table<std::string, std::string>({
      {R"({"password":"a b\"c","loans":2})", R"({"password":"***","loans":2})"},
      {R"({"access_token" : "abc", "user":"x"})", R"({"access_token" : "***", "user":"x"})"},
      {R"({"said":"{\"pwd\":\"abc\",\"n\":1}"})", R"({"said":"{\"pwd\":\"***\",\"n\":1}"})"},
      {R"({"登录密码":"abc"})", R"({"登录密码":"***"})"},
      {"user=li&Password=abc&n=1", "user=li&Password=***&n=1"},
      {"<secret>abc</secret> on", "<secret>***</secret> on"},
      {"Authorization: Digest abc", "Authorization: *** abc"},
      {"X-Api-Key: abc\r\nHost", "X-Api-Key: ***  Host"},
      {"token=", "token="},
      {"password authentication failed", "password authentication failed"},
      {"\"password_file\": no such file", "\"password_file\": no such file"},
      {R"({"author":"Lu Xun","keyword":"x"})", R"({"author":"Lu Xun","keyword":"x"})"},
  }));
  CHECK(maskError(said) == shown);
}

TEST_CASE("mask: ID numbers in groups and in full-width digits are ID numbers") {
  CHECK(maskError("110105 19491231 0021") == "***");
  CHECK(maskError("of 110105-19491231-002X.") == "of ***.");
  CHECK(maskError("110105 1949 1231 0021") == "***");
  CHECK(maskError("１１０１０５１９４９１２３１００２Ｘ") == "***");
  CHECK(maskError("110105 19491231 00213") == "110105 19491231 00213");
  CHECK(maskError("2015-06-24 12:00:00 and 511071 910023") == "2015-06-24 12:00:00 and 511071 910023");
}

TEST_CASE("mask: error texts hold no ID numbers, no line breaks and no end of words") {
  CHECK(maskError("patron 11010519491231002X\r\nis odd") == "patron ***  is odd");
  CHECK(maskError("patron 110105491231002, 11010519491231002x.") == "patron ***, ***.");
  CHECK(maskError("student 5130719001 is odd") == "student 5130719001 is odd");
  CHECK(maskError("图书馆 \xC5") == "????????? ?");
  CHECK(maskError(std::string(5000, 'x')).size() == 600);
}

TEST_CASE("mask: what is masked is cut afterwards, so that no beginning is left") {
  const std::string before(590, ' ');
  CHECK(maskError(before + "110105194912310021") == before + "***");
  CHECK(masked("....s3cr3t", {"s3cr3t"}, 8) == "....***");
  CHECK(masked("....s3cr3t", {"s3cr3t"}, 6) == "....");
  CHECK(masked("s3cr3t110105194912310021s3", {"s3", "s3cr3t"}, 100) == "*********");
  CHECK(masked("馆馆", {}, 4) == "馆");
}

TEST_CASE("mask: an exception of a connector holds no secret either") {
  class Throwing final : public Connector {
    FetchResult fetch(const std::vector<StudentRef>&, const std::stop_token&) override {
      throw std::runtime_error("s3cr3t is no token");
    }
  };
  const TemporaryFolder folder;
  const Settings settings = settingsOf({{"token_file", folder.write("secret", "s3cr3t\n")}});
  const auto connector =
      withoutSecrets(std::make_unique<Throwing>(), settings, secretSchema("token", {"令牌", "token"}));
  CHECK_THROWS_WITH(connector->fetch({}, {}), "*** is no token");
}

}  // namespace lixiao::connectors
