#include "app/house.h"

namespace lixiao::app {
namespace {

/// The folder holds names and sealed numbers: nobody else may look in.
std::filesystem::path prepared(const std::filesystem::path& data) {
  if (std::filesystem::create_directories(data))
    std::filesystem::permissions(data, std::filesystem::perms::owner_all);
  return data;
}

}  // namespace

House::House(const std::filesystem::path& data, const model::Clock& clock)
    : database(prepared(data) / "lixiao.db"),
      sealer(data / "secret.key"),
      board(database, clock, editions),
      engine{database, editions, board, sealer, clock},
      commands(engine),
      queries(engine),
      planning(engine),
      accounts(engine) {
  store::bindKey(database, sealer);
}

}  // namespace lixiao::app
