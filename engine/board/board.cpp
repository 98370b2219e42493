#include "engine/board/board.h"

#include <spdlog/spdlog.h>

namespace lixiao::board {
namespace {

/// How many journal entries one step takes in. More than that are read column by column instead.
constexpr std::int64_t kEntriesAtOnce = 20'000;
/// How long the follower waits for a wake-up before it looks by itself: entries of other processes, the
/// clock.
constexpr std::chrono::milliseconds kLookAnyway{1000};

}  // namespace

Board::Board(store::Database& database, const model::Clock& clock, Editions& editions)
    : database_(database),
      clock_(clock),
      editions_(editions),
      contents_(std::make_unique<Contents>(nullptr, clock.now())) {}

Board::~Board() = default;

void Board::rebuild() {
  const std::lock_guard following(follow_mutex_);
  store::JournalPosition position;
  auto fresh = database_.read([&](store::Reader& reader) {
    position = reader.journalPosition();
    auto contents = std::make_unique<Contents>(editions_.active(reader), clock_.now());
    contents->load(reader);
    return contents;
  });
  {
    const std::unique_lock lock(mutex_);
    contents_.swap(fresh);
  }
  publish(position);
  ready_ = true;
}

void Board::follow() {
  bool anew = false;
  bool fresh_start = false;
  store::JournalPosition reached;
  {
    const std::lock_guard following(follow_mutex_);
    const store::JournalPosition from = position();
    database_.read([&](store::Reader& reader) {
      reached = reader.journalPosition();
      if (reached.epoch != from.epoch) {
        anew = fresh_start = true;
        return;
      }
      const auto entries = reached > from ? store::journalAfter(reader, from.seq, kEntriesAtOnce + 1)
                                          : std::vector<store::JournalRecord>();
      const std::unique_lock lock(mutex_);
      anew = entries.size() > kEntriesAtOnce || !contents_->apply(reader, entries);
      if (!anew) contents_->moveTo(clock_.now());
    });
    if (!anew) publish(reached);
  }
  if (anew) rebuild();
  if (fresh_start && on_fresh_start_) on_fresh_start_();
}

void Board::start() {
  rebuild();
  follower_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Board::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      database_.waitForEntries(position(), kLookAnyway, stop);
      if (!stop.stop_requested()) follow();
    } catch (const std::exception& fault) {
      spdlog::error("board: {}", fault.what());
      std::mutex pause;
      std::unique_lock lock(pause);
      std::condition_variable_any().wait_for(lock, stop, kLookAnyway, [] { return false; });
    }
  }
}

store::JournalPosition Board::position() const {
  const std::lock_guard lock(position_mutex_);
  return position_;
}

void Board::publish(const store::JournalPosition& position) {
  {
    const std::lock_guard lock(position_mutex_);
    position_ = position;
  }
  position_changed_.notify_all();
}

bool Board::waitFor(const store::JournalPosition& position, std::chrono::milliseconds timeout) const {
  if (!follower_.joinable()) return false;
  std::unique_lock lock(position_mutex_);
  return position_changed_.wait_for(lock, timeout, [&] { return position_ >= position; });
}

}  // namespace lixiao::board
