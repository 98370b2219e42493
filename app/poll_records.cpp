#include "app/poll_records.h"

namespace lixiao::app {

store::PollRecord pollRecord(const std::string& source, const connectors::Poll& poll) {
  const auto number = [](std::size_t count) { return static_cast<std::int64_t>(count); };
  store::PollRecord record;
  record.source = source;
  record.began = poll.began;
  record.took = poll.took.count();
  record.students_asked = number(poll.students_asked);
  record.facts_delivered = number(poll.facts_delivered);
  record.unknown_students = number(poll.unknown_students);
  record.as_of = poll.as_of;
  if (poll.failure) {
    record.error_kind = word(poll.failure->kind);
    record.error = poll.failure->text;
    record.answer = poll.failure->answer;
  }
  if (poll.held) {
    record.held_fact = poll.held->fact;
    record.held_of = word(poll.held->of);
    record.held_before = number(poll.held->before);
    record.held_after = number(poll.held->after);
  }
  return record;
}

connectors::Poll pollOf(const store::PollRecord& record) {
  const auto count = [](std::int64_t number) { return static_cast<std::size_t>(number); };
  connectors::Poll poll{record.began,
                        std::chrono::milliseconds(record.took),
                        count(record.students_asked),
                        count(record.facts_delivered),
                        count(record.unknown_students),
                        {},
                        {},
                        record.as_of};
  using connectors::FailureKind;
  if (record.error_kind)
    poll.failure = {connectors::failureKind(*record.error_kind).value_or(FailureKind::Internal), record.error,
                    record.answer};
  if (record.held_fact)
    poll.held = {*record.held_fact,
                 connectors::fallKind(record.held_of).value_or(connectors::Fall::Of::Known),
                 count(record.held_before), count(record.held_after)};
  return poll;
}

}  // namespace lixiao::app
