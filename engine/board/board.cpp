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
  std::int64_t seq = 0;
  auto fresh = database_.read([&](store::Reader& reader) {
    seq = reader.journalSeq();
    auto contents = std::make_unique<Contents>(editions_.active(reader), clock_.now());
    contents->load(reader);
    return contents;
  });
  {
    const std::unique_lock lock(mutex_);
    contents_.swap(fresh);
  }
  publish(seq);
  ready_ = true;
}

void Board::follow() {
  bool anew = false;
  std::int64_t reached = 0;
  {
    const std::lock_guard following(follow_mutex_);
    const std::int64_t from = seq();
    database_.read([&](store::Reader& reader) {
      reached = reader.journalSeq();
      const auto entries = reached > from ? store::journalAfter(reader, from, kEntriesAtOnce + 1)
                                          : std::vector<store::JournalRecord>();
      const std::unique_lock lock(mutex_);
      anew = entries.size() > kEntriesAtOnce || !contents_->apply(reader, entries);
      if (!anew) contents_->moveTo(clock_.now());
    });
    if (!anew) publish(reached);
  }
  if (anew) rebuild();
}

void Board::start() {
  rebuild();
  follower_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Board::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      database_.waitForEntries(seq(), kLookAnyway, stop);
      if (!stop.stop_requested()) follow();
    } catch (const std::exception& fault) {
      spdlog::error("board: {}", fault.what());
      std::mutex pause;
      std::unique_lock lock(pause);
      std::condition_variable_any().wait_for(lock, stop, kLookAnyway, [] { return false; });
    }
  }
}

std::int64_t Board::seq() const {
  const std::lock_guard lock(seq_mutex_);
  return seq_;
}

void Board::publish(std::int64_t seq) {
  {
    const std::lock_guard lock(seq_mutex_);
    seq_ = seq;
  }
  seq_changed_.notify_all();
}

bool Board::waitFor(std::int64_t seq, std::chrono::milliseconds timeout) const {
  if (!follower_.joinable()) return false;
  std::unique_lock lock(seq_mutex_);
  return seq_changed_.wait_for(lock, timeout, [&] { return seq_ >= seq; });
}

}  // namespace lixiao::board
