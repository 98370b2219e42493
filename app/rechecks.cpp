#include "app/rechecks.h"

namespace lixiao::app {
namespace {

constexpr std::chrono::hours kRemembered{1};

/// A moment that is still to come was noted before the clock was set back.
bool isRecent(model::Instant at, model::Instant now) {
  return at <= now && now < at + web::kRecheckEvery;
}

}  // namespace

bool Rechecks::begin(const std::string& student_no,
                     const std::map<std::string, web::Recheck::State>& sources) {
  const std::lock_guard lock(mutex_);
  const model::Instant now = clock_.now();
  const auto before = by_student_.find(student_no);
  if (before != by_student_.end() && isRecent(before->second.front().at, now)) return false;
  forgetOld();
  if (sources.empty()) return true;
  std::vector<web::Recheck>& asked = by_student_[student_no];
  asked.clear();
  for (const auto& [source, state] : sources) asked.push_back({source, now, state, {}});
  return true;
}

void Rechecks::settle(const std::string& student_no, const std::string& source, web::Recheck::State state,
                      const std::string& trouble) {
  const std::lock_guard lock(mutex_);
  const auto asked = by_student_.find(student_no);
  if (asked == by_student_.end()) return;
  for (web::Recheck& each : asked->second) {
    if (each.source != source) continue;
    each.state = state;
    each.trouble = trouble;
  }
}

std::vector<web::Recheck> Rechecks::of(const std::string& student_no) const {
  const std::lock_guard lock(mutex_);
  const auto asked = by_student_.find(student_no);
  if (asked == by_student_.end() || clock_.now() >= asked->second.front().at + kRemembered) return {};
  return asked->second;
}

void Rechecks::forget() {
  const std::lock_guard lock(mutex_);
  by_student_.clear();
}

void Rechecks::forgetOld() {
  std::erase_if(by_student_, [oldest = clock_.now() - kRemembered](const auto& each) {
    return each.second.front().at <= oldest;
  });
}

}  // namespace lixiao::app
