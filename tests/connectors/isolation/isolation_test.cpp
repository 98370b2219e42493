#include "connectors/isolation/isolated_connector.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "connectors/isolation/child_process.h"
#include "tests/catch.h"

namespace lixiao::connectors {
namespace {

using namespace std::chrono_literals;

constexpr const char* kProgram = LIXIAO_BINARY_DIR "/lixiao";
const std::vector<StudentRef> kTwo{{"5100000001"}, {"5100000002"}};

Question questionTo(const std::string& plugin) {
  Question question;
  Setting setting;
  setting.text = plugin;
  question.plugins = {setting};
  question.plugin_folder = LIXIAO_BINARY_DIR "/test-plugins";
  question.kind = "faulty";
  return question;
}

/// The plugin whose fetch does what its setting `does` says, in a process of its own.
IsolatedConnector faulty(const std::string& does, std::chrono::milliseconds at_most = 30s) {
  Question question = questionTo("faulty.so");
  question.settings.set("does", does);
  return {{{kProgram, "connector-process"}, at_most}, question};
}

std::string failureOf(IsolatedConnector connector) {
  const FetchResult result = connector.fetch(kTwo, {});
  REQUIRE(result.failure());
  CHECK(result.failure()->kind == FailureKind::Internal);
  return result.failure()->text;
}

}  // namespace

TEST_CASE("a fetch in a process of its own brings the same as one in ours") {
  IsolatedConnector connector = faulty("answers");
  const FetchResult result = connector.fetch(kTwo, {});
  REQUIRE(result.delivery());
  CHECK(result.delivery()->facts ==
        std::vector<StudentFact>{{"5100000001", "faulty.owed", model::Value(std::int64_t{1})},
                                 {"5100000002", "faulty.owed", model::Value()}});
  CHECK(result.delivery()->unknown_students == std::vector<std::string>{"5100000002"});
}

TEST_CASE("a crash, an endless loop, an exit and nonsense cost one attempt") {
  CHECK(failureOf(faulty("crashes")).find("crashed: Segmentation fault") != std::string::npos);
  CHECK(failureOf(faulty("aborts")).find("crashed: Aborted") != std::string::npos);
  CHECK(failureOf(faulty("hangs", 300ms)).find("took too long") != std::string::npos);
  CHECK(failureOf(faulty("exits")).find("exit code 3") != std::string::npos);
  CHECK(failureOf(faulty("throws")).find("no exception") != std::string::npos);
  IsolatedConnector echo({{"/bin/cat"}}, questionTo("faulty.so"));
  CHECK(failureOf(echo).find("not what a connector's process says") != std::string::npos);
}

TEST_CASE("an end without an answer and a want of too much memory are told") {
  CHECK(failureOf(faulty("leaves")).find("ended without an answer") != std::string::npos);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  CHECK(failureOf(faulty("eats")).find("bad_alloc") != std::string::npos);
#endif
}

TEST_CASE("a process has no descriptor of ours but its three files") {
  const int ours = ::open("/dev/null", O_RDONLY);  // not closed by itself
  const std::string open = failureOf(faulty("descriptors"));
  ::close(ours);
  CHECK(open.find("/dev/null") == std::string::npos);
  CHECK(open.find("socket:") == std::string::npos);
}

TEST_CASE("what a process started is ended with it") {
  const std::string text = failureOf(faulty("forks", 1s));
  const auto at = text.find("left ");
  REQUIRE(at != std::string::npos);
  const std::string state = "/proc/" + std::to_string(std::stoi(text.substr(at + 5))) + "/stat";
  const auto running = [&] {  // nobody reaps it here: a zombie has ended, too
    std::ifstream file(state);
    const std::string line{std::istreambuf_iterator<char>(file), {}};
    return !line.empty() && line.find(") Z ") == std::string::npos;
  };
  for (int i = 0; i < 100 && running(); ++i) std::this_thread::sleep_for(20ms);
  CHECK_FALSE(running());
}

TEST_CASE("of a flood on standard error the end is kept") {
  const std::string flood = "for i in $(seq 30000); do echo line $i of a flood >&2; done";
  const Ended ended = runToTheEnd({"/bin/sh", "-c", flood}, "", 30s, 1000, {});
  CHECK(ended.how == Ended::How::Exit);
  CHECK(ended.words.size() == kWordsKept);
  CHECK(ended.words.ends_with("line 30000 of a flood\n"));
  CHECK(faulty("floods").fetch(kTwo, {}).delivery());
  CHECK(failureOf(faulty("floods to death")) ==
        "the connector's process ended with exit code 3; it printed: the last line ");
}

TEST_CASE("what a connector prints is not taken for its answer") {
  IsolatedConnector connector = faulty("prints");
  CHECK(connector.fetch(kTwo, {}).delivery());
}

TEST_CASE("a stop ends a process that hangs at once") {
  IsolatedConnector connector = faulty("hangs", 60s);
  std::stop_source stop;
  std::jthread later([&] {
    std::this_thread::sleep_for(100ms);
    stop.request_stop();
  });
  const auto before = std::chrono::steady_clock::now();
  CHECK(connector.fetch(kTwo, stop.get_token()).failure());
  CHECK(std::chrono::steady_clock::now() - before < 5s);
}

TEST_CASE("a plugin that is not there and a program that is not there are failures with their names") {
  Question question = questionTo("lixiao_nothing.so");
  IsolatedConnector no_plugin({{kProgram, "connector-process"}}, question);
  CHECK(failureOf(no_plugin).find("lixiao_nothing.so") != std::string::npos);
  IsolatedConnector no_program({{"/nowhere/lixiao", "connector-process"}}, question);
  CHECK(failureOf(no_program).find("/nowhere/lixiao") != std::string::npos);
}

TEST_CASE("every kind of value and failure survives the wire") {
  Delivery delivery;
  delivery.as_of = *model::parseInstant("2015-06-24T01:02:03Z");
  delivery.facts = {{"001", "a", model::Value()},
                    {"001", "b", model::Value(true)},
                    {"001", "c", model::Value(std::int64_t{-9'007'199'254'740'993})},
                    {"001", "d", model::Value("\xE5\x9B\xBE \"x\"")},
                    {"001", "e", model::Value(*model::parseDate("2015-06-24"))}};
  delivery.unknown_students = {"002"};
  const FetchResult back = resultFromWire(toWire(FetchResult(delivery)));
  REQUIRE(back.delivery());
  CHECK(back.delivery()->as_of == delivery.as_of);
  CHECK(back.delivery()->facts == delivery.facts);
  CHECK(back.delivery()->unknown_students == delivery.unknown_students);
  const Failure failure{FailureKind::Malformed, "odd", "<html>"};
  CHECK(*resultFromWire(toWire(FetchResult(failure))).failure() == failure);
  for (const char* nonsense :
       {"", "{", "[]", "{\"facts\":1}", "{\"failure\":{\"kind\":\"odd\",\"text\":\"\"}}"})
    CHECK_THROWS_AS(resultFromWire(nonsense), std::runtime_error);
}

TEST_CASE("an output beyond what the question can need is refused") {
  const Ended ended = runToTheEnd({"/usr/bin/head", "-c", "3000000", "/dev/zero"}, "", 30s, 1000, {});
  CHECK(ended.how == Ended::How::TooMuch);
  CHECK(ended.output.empty());
  CHECK(runToTheEnd({"/bin/cat", "/dev/zero"}, "", 30s, 1000, {}).how == Ended::How::TooMuch);
  CHECK(failureOf(faulty("babbles")).find("far more than was asked") != std::string::npos);
  CHECK(runToTheEnd({"/bin/cat"}, std::string(500'000, 'x'), 30s, 1'000'000, {}).output.size() == 500'000);
}

}  // namespace lixiao::connectors
