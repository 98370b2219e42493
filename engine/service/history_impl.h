#pragma once

#include "engine/board/board.h"
#include "engine/service/history.h"
#include "engine/service/permissions.h"
#include "engine/service/queries_impl.h"
#include "engine/service/texts.h"
#include "engine/store/journal_search.h"

namespace lixiao::service {

class History::Impl {
 public:
  explicit Impl(const Engine& engine) : engine_(engine) {}

  const Engine& engine() const { return engine_; }
  Outcome<RecordPage> find(const Actor& actor, const RecordSearch& search, std::size_t most) const;
  Outcome<PastStudent> past(const Actor& actor, const std::string& student_no, model::Instant moment) const;

 private:
  Engine engine_;
};

}  // namespace lixiao::service
