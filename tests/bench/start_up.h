#pragma once

#include <cstddef>
#include <filesystem>

namespace lixiao::bench {

/// A database as the service has it after its first days: edition 2015 active, the roster with sealed ID
/// numbers, facts, lists and registrations of sample students. Made when it is not there yet.
std::filesystem::path sampleDatabase(std::size_t students);

struct StartUp {
  double seconds = 0;           ///< from opening the file until the board is ready
  std::size_t students = 0;     ///< on the board
  std::size_t board_bytes = 0;  ///< as the board counts itself
  std::size_t grown_bytes = 0;  ///< by how much the process grew
  std::size_t kept_bytes = 0;   ///< the same without SQLite's cache of pages
};
StartUp startUp(const std::filesystem::path& database);

}  // namespace lixiao::bench
