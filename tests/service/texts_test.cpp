#include "engine/service/texts.h"

#include <algorithm>
#include <fstream>

#include "engine/service/commands.h"
#include "tests/catch.h"

using namespace lixiao;

TEST_CASE("every sentence of the service is among those the catalogue must hold") {
  std::ifstream file(LIXIAO_SOURCE_DIR "/engine/service/texts.h");
  REQUIRE(file);
  std::size_t declared = 0;
  for (std::string line; std::getline(file, line);)
    if (line.find("inline constexpr const char* k") != std::string::npos) ++declared;
  CHECK(declared > 50);
  CHECK(service::serviceTexts().size() == declared);
}

TEST_CASE("a verdict has its own word and title, and is good or not") {
  std::vector<std::string> words;
  int good = 0;
  for (int i = 0; i <= static_cast<int>(service::Verdict::Invalid); ++i) {
    const auto verdict = static_cast<service::Verdict>(i);
    words.emplace_back(word(verdict));
    CHECK_FALSE(title(verdict).zh.empty());
    CHECK_FALSE(title(verdict).en.empty());
    if (isGood(verdict)) ++good;
  }
  std::sort(words.begin(), words.end());
  CHECK(std::unique(words.begin(), words.end()) == words.end());
  CHECK(good == 9);
}

TEST_CASE("a role's word is read back as the role") {
  for (const auto role : {service::Role::Admin, service::Role::Staff, service::Role::Student,
                          service::Role::Auditor, service::Role::System})
    CHECK(service::parseRole(word(role)) == role);
  CHECK_FALSE(service::parseRole("root"));
}
