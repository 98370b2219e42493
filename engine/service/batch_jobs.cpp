#include "engine/service/batch_jobs.h"

#include <spdlog/spdlog.h>

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "engine/store/database.h"

namespace lixiao::service {
namespace {

constexpr std::size_t kMostOver = 100;

struct Order {
  std::int64_t number = 0;
  Actor actor;
  NewBatch batch;
  bool only_good = false;
  std::int64_t epoch = 0;
};

}  // namespace

class BatchJobs::Impl {
 public:
  explicit Impl(const Batches& batches)
      : batches_(batches), worker_([this](const std::stop_token& stop) { work(stop); }) {}

  std::int64_t start(Order order, BatchJob job) {
    const std::lock_guard lock(mutex_);
    order.number = job.number = ++last_;
    orders_.push_back(std::move(order));
    jobs_.emplace(job.number, std::move(job));
    wake_.notify_one();
    return last_;
  }

  std::optional<BatchJob> find(std::int64_t number, const std::string& login) const {
    const std::lock_guard lock(mutex_);
    const auto found = jobs_.find(number);
    if (found == jobs_.end() || found->second.login != login) return std::nullopt;
    return found->second;
  }

 private:
  void work(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (wake_.wait(lock, stop, [this] { return !orders_.empty(); }) && !stop.stop_requested()) {
      const Order order = std::move(orders_.front());
      orders_.pop_front();
      jobs_.at(order.number).state = BatchJob::State::Running;
      lock.unlock();
      BatchJob outcome = apply(order);
      lock.lock();
      BatchJob& job = jobs_.at(order.number);
      job.state = outcome.state;
      job.batch = outcome.batch;
      job.report = std::move(outcome.report);
      job.refusal = std::move(outcome.refusal);
      forgetOldest();
    }
  }

  BatchJob apply(const Order& order) {
    BatchJob outcome;
    try {
      const store::OnlyInEpoch same(order.epoch);
      auto applied = batches_.apply(order.actor, order.batch, order.only_good, [&](std::size_t rows) {
        const std::lock_guard lock(mutex_);
        jobs_.at(order.number).looked = rows;
      });
      if (!applied) {
        outcome.state = BatchJob::State::Refused;
        outcome.refusal = applied.refusal();
        return outcome;
      }
      outcome.batch = applied->id;
      outcome.state = applied->id == 0 ? BatchJob::State::Stopped : BatchJob::State::Applied;
      if (applied->id == 0) outcome.report = std::move(applied.value().report);
    } catch (const std::exception& fault) {
      spdlog::error("batch job {}: {}", order.number, fault.what());
      outcome.state = BatchJob::State::Failed;
    }
    return outcome;
  }

  void forgetOldest() {
    std::size_t over = 0;
    for (const auto& [number, job] : jobs_) over += job.over() ? 1 : 0;
    for (auto at = jobs_.begin(); over > kMostOver && at != jobs_.end();) {
      const bool gone = at->second.over();
      over -= gone ? 1 : 0;
      at = gone ? jobs_.erase(at) : std::next(at);
    }
  }

  const Batches& batches_;
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  std::int64_t last_ = 0;
  std::deque<Order> orders_;
  std::map<std::int64_t, BatchJob> jobs_;
  std::jthread worker_;  // last: ends first
};

BatchJobs::BatchJobs(const Batches& batches) : impl_(std::make_unique<Impl>(batches)) {}
BatchJobs::~BatchJobs() = default;

std::int64_t BatchJobs::start(const Actor& actor, NewBatch batch, const std::string& item, bool only_good,
                              std::int64_t epoch) {
  BatchJob job;
  job.login = actor.login;
  job.item = item;
  job.file_name = batch.file_name;
  job.rows = batch.rows.size();
  return impl_->start({0, actor, std::move(batch), only_good, epoch}, std::move(job));
}

std::optional<BatchJob> BatchJobs::find(std::int64_t number, const std::string& login) const {
  return impl_->find(number, login);
}

}  // namespace lixiao::service
