#include "engine/service/queries.h"

#include "engine/service/queries_impl.h"

namespace lixiao::service {

Queries::Queries(const Engine& engine) : impl_(std::make_unique<Impl>(engine)) {}
Queries::~Queries() = default;

Outcome<workflow::StudentRecord> visible(const Snapshot& snapshot, const Actor& actor,
                                         const std::string& student_no) {
  auto record = snapshot.find(student_no);
  if (record)
    if (!whyNot(
            actor, Act::SeeStudent,
            {.workflow = &snapshot.workflow(), .student_no = student_no, .attributes = &record->attributes}))
      return std::move(*record);
  return Refusal{Refusal::Kind::NotFound, {{text::kNoStudent, {model::LocalizedText(student_no)}}}, {}};
}

VisibleRows::VisibleRows(const Actor& actor, const board::Contents& contents)
    : reach_(reachOf(actor, *contents.edition()->workflow)) {
  if (reach_.kind == Reach::Kind::Scope) code_ = contents.pool().find(reach_.value);
}

bool VisibleRows::operator()(const board::Partition& partition, std::size_t row) const {
  if (!partition.live(row)) return false;
  switch (reach_.kind) {
    case Reach::Kind::Nobody:
      return false;
    case Reach::Kind::Self:
      return partition.studentNo(row) == reach_.value;
    case Reach::Kind::Everybody:
      return true;
    case Reach::Kind::Scope:
      return code_ != 0 && partition.attribute(reach_.attribute).textCode(row) == code_;
  }
  return false;
}

}  // namespace lixiao::service
