// What the systems of departments are told, and what is on record of it.
#include "engine/service/outgoing.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/store/journal_kind.h"
#include "engine/store/meta.h"
#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service;
using namespace lixiao::service::test;
using State = OutgoingView::State;

namespace {

/// One system, and two students on a roster that is final.
struct OutgoingWorld : World {
  explicit OutgoingWorld(const std::string& exempt = "") {
    activate(smallEdition());
    addStudents({undergraduate("101"), undergraduate("102")});
    board.rebuild();
    outgoing.open({{"gate", "sip2", exempt}});
    const Actor registrar = staff("registrar");
    const auto standing = rosters.standings(registrar).value().at(0);
    REQUIRE(rosters.declareFinal(registrar, standing.seen()));
    outgoing.write();
  }
  OutgoingView view() { return outgoing.view(test::admin()).value().at(0); }
  OutgoingParcel due() {
    auto parcel = outgoing.due("gate");
    REQUIRE(parcel);
    return *parcel;
  }
  void fails(const std::string& kind) {
    clock.advance(std::chrono::hours(1));
    outgoing.failed(due().message, {kind, "the gate is shut", ""});
  }
  /// The newest first.
  std::vector<nlohmann::json> payloads(std::string_view kind) {
    std::vector<nlohmann::json> all;
    for (const store::JournalRecord& record : journal(std::string(kind)))
      all.push_back(nlohmann::json::parse(record.entry.payload));
    return all;
  }
};

/// What the log says meanwhile.
class Log {
 public:
  Log() {
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(said_)));
  }
  ~Log() { spdlog::set_default_logger(usual_); }
  std::string text() const { return said_.str(); }

 private:
  std::ostringstream said_;
  std::shared_ptr<spdlog::logger> usual_ = spdlog::default_logger();
};

}  // namespace

TEST_CASE("A clock that stepped back lets no message wait", "[outgoing]") {
  OutgoingWorld world;
  world.clock.advance(-std::chrono::hours(24));
  CHECK(world.due().message.attempts == 0);  // written a day ahead of now
  world.outgoing.failed(world.due().message, {"unreachable", "the gate is shut", ""});
  CHECK_FALSE(world.outgoing.due("gate"));
  world.clock.advance(-std::chrono::hours(24));
  CHECK(world.due().message.attempts == 1);
}

TEST_CASE("A message that an admin wants tried again while it is tried is due when it failed", "[outgoing]") {
  OutgoingWorld world;
  const auto trying = world.due().message;
  world.clock.advance(std::chrono::seconds(1));
  REQUIRE(world.outgoing.retry(test::admin(), "gate"));
  world.outgoing.failed(trying, {"unreachable", "the gate is shut", ""});
  CHECK(world.due().message.attempts == 1);
}

TEST_CASE("After a database was restored all are told anew", "[outgoing]") {
  OutgoingWorld world;
  const auto first = world.due();
  world.outgoing.acknowledged(first.message, "");
  world.outgoing.write();
  CHECK_FALSE(world.outgoing.due("gate"));
  world.database.write([](store::Transaction& transaction) { store::forgetOutgoing(transaction); });
  CHECK(world.view().counts.acknowledged == 0);
  Outgoing restarted(world.engine);
  restarted.open({{"gate", "sip2", ""}});
  restarted.write();
  const auto again = restarted.due("gate");
  REQUIRE(again);
  CHECK(again->rows == first.rows);
  CHECK(again->message.id > first.message.id);
}

TEST_CASE("Students count as told when their system has acknowledged it", "[outgoing]") {
  OutgoingWorld world;
  const auto counts = [&] {
    const auto now = world.view().counts;
    return std::vector<std::int64_t>{now.acknowledged, now.waiting, now.messages_waiting};
  };
  CHECK(counts() == std::vector<std::int64_t>{0, 2, 1});
  world.fails("unreachable");
  CHECK(counts() == std::vector<std::int64_t>{0, 2, 1});
  world.clock.advance(std::chrono::hours(1));
  world.outgoing.acknowledged(world.due().message, "2");
  CHECK(counts() == std::vector<std::int64_t>{2, 0, 0});
}

TEST_CASE("A message names its database, and its students are there for admins and auditors", "[outgoing]") {
  OutgoingWorld world;
  const OutgoingParcel due = world.due();
  CHECK(due.database == world.database.read(store::databaseId));
  for (const Actor& actor : {admin(), auditor()}) {
    const auto parcel = world.outgoing.message(actor, due.message.id);
    REQUIRE(parcel);
    REQUIRE(parcel.value());
    CHECK(parcel.value()->rows == std::vector<store::OutgoingRow>{{"101", true}, {"102", true}});
  }
  CHECK_FALSE(world.outgoing.message(admin(), 99).value());
  CHECK_FALSE(world.outgoing.message(staff("library"), due.message.id));
  const auto written = world.payloads(store::kind::kOutgoingWritten);
  REQUIRE(written.size() == 1);
  CHECK(written[0]["leaving"] == nlohmann::json{"101", "102"});
  CHECK_FALSE(written[0].contains("staying"));
}

TEST_CASE("The last failure stays on record, and the journal has each change of its kind", "[outgoing]") {
  OutgoingWorld world;
  for (const char* kind : {"unreachable", "unreachable", "refused"}) world.fails(kind);
  const model::Instant failed = world.clock.now();
  world.clock.advance(std::chrono::hours(1));
  world.outgoing.acknowledged(world.due().message, "2");
  const store::OutgoingMessage message = world.view().messages.at(0);
  CHECK(message.acknowledged == world.clock.now());
  CHECK(message.attempts == 4);
  CHECK(message.failed_at == failed);
  CHECK(message.error_kind == "refused");
  const auto failures = world.payloads(store::kind::kOutgoingFailed);
  REQUIRE(failures.size() == 2);
  CHECK(failures[1]["error_kind"] == "unreachable");
  CHECK(failures[0]["error_kind"] == "refused");
  CHECK(failures[0]["attempts"] == 3);
}

TEST_CASE("A list of those who are exempt must be one of the edition's", "[outgoing]") {
  const Log log;
  OutgoingWorld world("no_such_list");
  world.submit("equipment", {"102"});
  world.outgoing.write();
  const auto said = log.text().find("there is no list no_such_list");
  REQUIRE(said != std::string::npos);
  CHECK(log.text().find("there is no list", said + 1) == std::string::npos);
  CHECK(world.view().state == State::NoSuchList);
  CHECK_FALSE(world.outgoing.due("gate"));
  OutgoingWorld other("equipment");
  CHECK(other.view().state == State::NoList);
  other.submit("equipment", {"102"});
  other.outgoing.write();
  CHECK(other.due().rows == std::vector<store::OutgoingRow>{{"101", true}});
}
