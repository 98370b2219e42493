// A connector that does what its setting `does` says: answers, or one of the things that must not take others
// along.
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "connectors/plugin.h"

namespace lixiao::connectors {
namespace {

constexpr const char* kOwed = "faulty.owed";

class Faulty final : public Connector {
 public:
  explicit Faulty(std::string does) : does_(std::move(does)) {}

  FetchResult fetch(const std::vector<StudentRef>& students, const std::stop_token&) override {
    if (does_ == "crashes") {
      std::signal(SIGSEGV, SIG_DFL);  // also where a sanitizer would take it
      raise(SIGSEGV);
    }
    if (does_ == "aborts") std::abort();
    if (does_ == "exits") std::_Exit(3);
    if (does_ == "leaves") std::exit(0);
    if (does_ == "eats") eaten_.assign(std::size_t{6} << 30U, 'x');
    if (does_ == "floods")
      for (int i = 0; i < 20'000; ++i)
        std::fprintf(stderr, "line %d of a flood %s\n", i, std::string(60, 'x').c_str());
    if (does_ == "floods to death")
      std::fprintf(stderr, "%s\nthe last line\n", std::string(5000, 'x').c_str());
    if (does_ == "floods to death") std::_Exit(3);
    if (does_ == "forks") leaveOneBehind();
    if (does_ == "descriptors") return Failure{FailureKind::Internal, descriptors()};
    if (does_ == "babbles") return Failure{FailureKind::Malformed, std::string(50'000'000, 't')};
    if (does_ == "throws") throw 42;
    if (does_ == "prints") std::puts("what a library prints that nobody asked");
    while (does_ == "hangs") std::this_thread::sleep_for(std::chrono::hours(1));
    Delivery delivery;
    delivery.facts.push_back({students.front().student_no, kOwed, model::Value(std::int64_t{1})});
    for (std::size_t i = 1; i < students.size(); ++i) {
      delivery.facts.push_back({students[i].student_no, kOwed, model::Value()});
      delivery.unknown_students.push_back(students[i].student_no);
    }
    return delivery;
  }

 private:
  /// Whoever kills only this process leaves the other; its number is on standard error.
  static void leaveOneBehind() {
    const pid_t other = ::fork();
    if (other != 0) std::fprintf(stderr, "left %d\n", static_cast<int>(other));
    std::fflush(stderr);
    std::this_thread::sleep_for(std::chrono::hours(1));
  }
  static std::string descriptors() {
    std::string open;
    for (const auto& each : std::filesystem::directory_iterator("/proc/self/fd"))
      open += std::filesystem::read_symlink(each).string() + "\n";
    return open;
  }

  std::string does_, eaten_;
};

class FaultyFactory final : public ConnectorFactory {
 public:
  std::string name() const override { return "faulty"; }
  std::vector<std::string> facts(const Settings&) const override { return {kOwed}; }
  Schema schema(const Settings&) const override {
    return {{"does", SettingType::Text, true, "", {"行为", "what it does"}}};
  }
  std::vector<model::Diagnostic> check(const Settings& settings) const override {
    return checkSettings(settings, schema(settings));
  }
  std::unique_ptr<Connector> create(const Settings& settings) const override {
    return std::make_unique<Faulty>(settings.text("does"));
  }
};

}  // namespace
}  // namespace lixiao::connectors

LIXIAO_CONNECTOR_PLUGIN(lixiao::connectors::FaultyFactory)
