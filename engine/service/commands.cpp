#include "engine/service/commands.h"

#include "engine/service/commands_impl.h"

namespace lixiao::service {

Commands::Commands(const Engine& engine) : impl_(std::make_unique<Impl>(engine)) {}
Commands::~Commands() = default;

void add(BatchReport& report, RowReport row) {
  ++(isGood(row.verdict) ? report.good : report.refused);
  report.rows.push_back(std::move(row));
}

}  // namespace lixiao::service
