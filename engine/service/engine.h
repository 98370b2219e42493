#pragma once

namespace lixiao::model {
class Clock;
}
namespace lixiao::store {
class Database;
class Sealer;
}  // namespace lixiao::store
namespace lixiao::board {
class Board;
class Editions;
}  // namespace lixiao::board

namespace lixiao::service {

/// What the service works on; all of it outlives the service.
struct Engine {
  store::Database& database;
  board::Editions& editions;
  board::Board& board;
  const store::Sealer& sealer;
  const model::Clock& clock;
};

}  // namespace lixiao::service
