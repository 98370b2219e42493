// A connector that does what its setting `does` says: answers, or one of the things that must not take others
// along.
#include <csignal>
#include <cstdio>
#include <cstdlib>
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
  std::string does_;
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
