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
  for (const char* form :
       {"pa\"ss/word", "pa\\\"ss/word", "pa\\\"ss\\/word", "pa%22ss%2Fword", "pa%22ss%2fword", "pa%22ss/word",
        "pa&quot;ss/word", "pa&#34;ss&#x2F;word", "pa\\u0022ss/word",
        "bGl4aWFvOnBhInNzL3dvcmQ=", "bGl4aWFvOnBhInNzL3dvcmQ%3D", "cGEic3Mvd29yZA=="})
    CHECK(masked("<" + std::string(form) + ">", secrets, 100) == "<***>");
}

TEST_CASE("mask: any sign of a secret may be escaped, and no sign need be") {
  const std::vector<std::string> secrets{"密 &<'\\码😀", "%25"};
  for (const char* form :
       {"密 &<'\\码😀", "\\u5bc6 &<'\\\\\\u7801\\ud83d\\ude00",
        "\\u5BC6 \\u0026\\u003C'\\\\\\u7801\\uD83D\\uDE00", "%E5%AF%86+%26%3C%27%5C%E7%A0%81%F0%9F%98%80",
        "%e5%af%86%20%26%3c'%5c%e7%a0%81%f0%9f%98%80", "密 &amp;&lt;&#39;\\码😀",
        "&#23494;&#x20;&amp;&lt;&apos;\\&#x7801;&#128512;", "%25", "%2525"})
    CHECK(masked("<" + std::string(form) + ">", secrets, 100) == "<***>");
  CHECK(masked("% 2525 密 &", secrets, 100) == "% 2525 密 &");
}

TEST_CASE("mask: a secret from a file with a byte order mark is known without it") {
  const TemporaryFolder folder;
  const Settings settings = settingsOf({{"token_file", folder.write("secret", "\xEF\xBB\xBFs3cr3t\r\n")}});
  CHECK(readSecret(settings, "token") == "s3cr3t");
  CHECK(masked("s3cr3t", secretsOf(settings, secretSchema("token", {})), 100) == "***");
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
      {"密码：abc，用户：li", "密码：***，用户：li"},
      {"密码错误：还可以试3次", "密码错误：还可以试3次"},
      {"口令=abc&n=1", "口令=***&n=1"},
      {"pass=abc&bypass=1&compass: north", "pass=***&bypass=1&compass: north"},
      {R"({"pin": "1234", "spin": "1"})", R"({"pin": "***", "spin": "1"})"},
      {"AppKey: abc", "AppKey: ***"},
      {"key=abc&sign=def&signature: ghi", "key=***&sign=***&signature: ***"},
      {"monkey: 1 design: 2 author=3 primary_key=4", "monkey: 1 design: 2 author=3 primary_key=4"},
      {"Cookie: JSESSIONID=abc; JSESSIONID=abc", "Cookie: ***; JSESSIONID=***"},
      {"Set-Cookie: sid=abc; Path=/", "Set-Cookie: ***; Path=/"},
      {"/x%3Fpassword%3Dabc%2Fdef%26n%3D1&m=2", "/x%3Fpassword%3D***%26n%3D1&m=2"},
      {"%22password%22%3A%22abc%22%2C", "%22password%22%3A%22***%22%2C"},
      {R"(<input name="password" value="abc"> <input value="1">)",
       R"(<input name="password" value="***"> <input value="1">)"},
      {R"(<input value="abc" type="password">)", R"(<input value="***" type="password">)"},
      {"&quot;password&quot;:&quot;abc&quot;,", "&quot;password&quot;:&quot;***&quot;,"},
      {R"({"password":"\u4e2da b","n":1})", R"({"password":"***","n":1})"},
      {"ticket=ST-12-abc&n=1", "ticket=***&n=1"},
      {"of eyJhbGciOi.eyJzdWIi.abc-D_1 and eyJhbGciOi.a", "of *** and eyJhbGciOi.a"},
  }));
  CHECK(maskError(said) == shown);
}

TEST_CASE("mask: ID numbers in groups and in full-width digits are ID numbers") {
  CHECK(maskError("110105 19491231 0021") == "***");
  CHECK(maskError("of 110105-19491231-002X.") == "of ***.");
  CHECK(maskError("110105 1949 1231 0021") == "***");
  CHECK(maskError("１１０１０５１９４９１２３１００２Ｘ") == "***");
  CHECK(maskError("110105 19491231 00213") == "110105 19491231 00213");
}

TEST_CASE("mask: ID numbers are ID numbers however they are grouped, when there is a birthday in them") {
  for (const char* number :
       {"4405 2418 8001 0100 14", "110105  19491231  0021", "110105\u300019491231\u30000021",
        "110105\u00a019491231\u00a00021", "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 1", "110105 19491231 002 X",
        "110105.19491231.0021", "110105/1949/12/31/0021", "110105_19491231_0021", "5101 0119 9001 0112 3X",
        "110105 491231 002",
        "\\u0031\\u0031\\u0030\\u0031\\u0030\\u0035\\u0031\\u0039\\u0034\\u0039\\u0031\\u0032\\u0033\\u0031"
        "\\u0030\\u0030\\u0032\\u0031"})
    CHECK(maskError("7 " + std::string(number) + ", 8") == "7 ***, 8");
  for (const char* other :
       {"2015-06-24 12:00:00 and 511071 910023", "100.00 200.00 300.00 1999.01 25.60 3000.00",
        "2015-06-20 2012-07-01 10:00", "5130719001 5130719002 5130719003", "110105 19491331 0021",
        "110105 21491231 0021", "110105   19491231 0021", "110105 491331 002", "1101 0549 1231 002"})
    CHECK(maskError(other) == other);
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
