#include "connectors/library/patron_questions.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

#include "connectors/transport/fetch_error.h"
#include "connectors/transport/pace.h"

namespace lixiao::connectors {
namespace {

/// One connection, and the one new try it has when it is lost.
class Line {
 public:
  Line(const PatronQuestions& questions, Pace& pace, std::stop_token stop)
      : questions_(questions), pace_(pace), patience_(std::move(stop), questions.at_most) {}

  Sip2Patron patron(const std::string& student_no) {
    try {
      return ask(student_no);
    } catch (const ConnectionLost&) {
      if (lost_before_) unreachable("the connection was lost again and again");
    }
    lost_before_ = true;
    session_.reset();
    try {
      return ask(student_no);
    } catch (const ConnectionLost&) {
      unreachable("the connection was lost again and again");
    }
  }

 private:
  Sip2Patron ask(const std::string& student_no) {
    patience_.beginStep(questions_.at_most);
    pace_.await(patience_);
    if (!session_ || questions_.one_per_patron)
      session_ = std::make_unique<Sip2Session>(questions_.source, patience_);
    return session_->patron(student_no);
  }

  const PatronQuestions& questions_;
  Pace& pace_;
  Patience patience_;
  std::unique_ptr<Sip2Session> session_;
  bool lost_before_ = false;
};

/// What went wrong first; then everybody is to stop.
class FirstFailure {
 public:
  explicit FirstFailure(std::stop_source& stop) : stop_(stop) {}

  void note() {
    const std::lock_guard lock(mutex_);
    if (!what_) what_ = std::current_exception();
    stop_.request_stop();
  }
  void rethrow() const {
    if (what_) std::rethrow_exception(what_);
  }

 private:
  std::stop_source& stop_;
  std::mutex mutex_;
  std::exception_ptr what_;
};

}  // namespace

std::vector<Sip2Patron> askAbout(const std::vector<StudentRef>& students, const PatronQuestions& questions,
                                 const std::stop_token& stop) {
  std::vector<Sip2Patron> patrons(students.size());
  std::stop_source ended;
  const std::stop_callback passed_on(stop, [&] { ended.request_stop(); });
  FirstFailure failure(ended);
  Pace pace(questions.per_second);
  const std::size_t lines = std::min(questions.connections, students.size());
  const auto work = [&](std::size_t first) {
    try {
      Line line(questions, pace, ended.get_token());
      for (std::size_t i = first; i < students.size(); i += lines)
        patrons[i] = line.patron(students[i].student_no);
    } catch (...) {
      failure.note();
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < lines; ++i) others.emplace_back(work, i);
    if (lines > 0) work(0);
  }
  failure.rethrow();
  return patrons;
}

}  // namespace lixiao::connectors
