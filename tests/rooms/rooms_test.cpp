// Holds every #include to the picture in docs/architecture.md: a room may include itself, the rooms and the
// packages that its lixiao_room() names, and the standard library.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "tests/catch.h"

namespace fs = std::filesystem;

namespace {

struct Room {
  std::string folder;
  std::vector<std::string> rooms;
  std::vector<std::string> includes;
};

std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

std::vector<Room> readRooms() {
  std::ifstream in(LIXIAO_BINARY_DIR "/rooms.txt");
  std::vector<Room> rooms;
  for (std::string line; std::getline(in, line);) {
    const auto first = line.find('|');
    const auto second = line.find('|', first + 1);
    if (second == std::string::npos) continue;
    rooms.push_back({line.substr(0, first), words(line.substr(first + 1, second - first - 1)),
                     words(line.substr(second + 1))});
  }
  return rooms;
}

bool isIn(const std::string& path, const std::string& folder) {
  return path.rfind(folder + "/", 0) == 0;
}

/// The innermost room of a path; nullptr for what no room holds.
const Room* roomOf(const std::vector<Room>& rooms, const std::string& path) {
  const Room* best = nullptr;
  for (const Room& room : rooms)
    if (isIn(path, room.folder) && (best == nullptr || room.folder.size() > best->folder.size()))
      best = &room;
  return best;
}

/// Headers of the language and of POSIX need no permission.
bool isStandard(const std::string& header) {
  static const std::regex kPlain("[a-z_0-9]+");
  static const std::regex kPosix(
      "(sys|netinet|arpa|linux)/.*|(unistd|fcntl|signal|poll|pthread|dlfcn|iconv|errno|string|stdlib|"
      "stdio|stdint|stddef|limits|time|netdb|immintrin|strings|spawn|termios)\\.h");
  return std::regex_match(header, kPlain) || std::regex_match(header, kPosix);
}

bool mayInclude(const Room& room, const std::vector<Room>& rooms, const std::string& header, bool quoted) {
  if (quoted) {
    const Room* target = roomOf(rooms, header);
    if (target == nullptr) return false;
    return target == &room ||
           std::find(room.rooms.begin(), room.rooms.end(), target->folder) != room.rooms.end();
  }
  if (isStandard(header)) return true;
  return std::any_of(room.includes.begin(), room.includes.end(),
                     [&](const std::string& prefix) { return header.rfind(prefix, 0) == 0; });
}

}  // namespace

TEST_CASE("No file includes what its room may not use", "[rooms]") {
  const std::vector<Room> rooms = readRooms();
  REQUIRE(rooms.size() >= 8);
  static const std::regex kInclude("^\\s*#include\\s+([<\"])([^>\"]+)[>\"]");
  std::size_t seen = 0;
  for (const char* top : {"rules", "engine", "connectors", "web"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(LIXIAO_SOURCE_DIR) / top)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".h" && extension != ".cpp") continue;
      const std::string path = fs::relative(entry.path(), LIXIAO_SOURCE_DIR).generic_string();
      if (path.find("node_modules/") != std::string::npos) continue;
      const Room* room = roomOf(rooms, path);
      INFO(path);
      REQUIRE(room != nullptr);
      std::ifstream in(entry.path());
      for (std::string line; std::getline(in, line);) {
        std::smatch match;
        if (!std::regex_search(line, match, kInclude)) continue;
        ++seen;
        INFO(line);
        CHECK(mayInclude(*room, rooms, match[2], match[1] == "\""));
      }
    }
  }
  CHECK(seen > 100);
}

TEST_CASE("The arrows between rooms make no circle", "[rooms]") {
  const std::vector<Room> rooms = readRooms();
  std::vector<std::string> placed;
  for (std::size_t round = 0; round < rooms.size(); ++round)
    for (const Room& room : rooms) {
      const bool ready = std::all_of(room.rooms.begin(), room.rooms.end(), [&](const std::string& needed) {
        return std::find(placed.begin(), placed.end(), needed) != placed.end();
      });
      if (ready && std::find(placed.begin(), placed.end(), room.folder) == placed.end())
        placed.push_back(room.folder);
    }
  CHECK(placed.size() == rooms.size());
}
