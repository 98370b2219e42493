#include "engine/store/sealing.h"

#include <sys/stat.h>

#include <fstream>

#include "engine/store/student.h"
#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;

namespace {
constexpr auto kId = "11010519491231002X";

StoreError::Kind kindOfOpening(const std::filesystem::path& key_file) {
  try {
    const Sealer sealer(key_file);
  } catch (const StoreError& fault) {
    return fault.kind();
  }
  return StoreError::Kind::Other;
}
}  // namespace

TEST_CASE("A sealed ID opens for its student and for no other", "[sealing]") {
  const Folder folder;
  const Sealer sealer(folder / "secret.key");
  const std::string sealed = sealer.seal(kId, "1001");
  CHECK(sealer.open(sealed, "1001").view() == kId);
  CHECK(sealer.seal(kId, "1001") != sealed);
  CHECK_THROWS_AS(sealer.open(sealed, "1002"), StoreError);
  CHECK_THROWS_AS(sealer.open(sealed.substr(0, 30), "1001"), StoreError);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CHECK_THROWS_AS(sealer.open(changed, "1001"), StoreError);
  }
  CHECK(sealer.open(sealer.seal("", "1001"), "1001").view().empty());
}

TEST_CASE("Look-up keys are equal for equal IDs of one type only, and differ with the key file",
          "[sealing]") {
  const Folder folder;
  const Sealer sealer(folder / "a.key");
  CHECK(sealer.lookupKey("id_card", kId) == sealer.lookupKey("id_card", kId));
  CHECK(sealer.lookupKey("id_card", kId) != sealer.lookupKey("passport", kId));
  CHECK(sealer.lookupKey("a", "bc") != sealer.lookupKey("ab", "c"));
  CHECK(sealer.lookupKey("id_card", kId) != Sealer(folder / "b.key").lookupKey("id_card", kId));
  CHECK(sealer.lookupKey("id_card", kId) == Sealer(folder / "a.key").lookupKey("id_card", kId));
}

TEST_CASE("The key file is for its owner only and is never replaced", "[sealing]") {
  const Folder folder;
  const auto file = folder / "secret.key";
  const std::string fingerprint = Sealer(file).fingerprint();
  struct stat status {};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
  CHECK(Sealer(file).fingerprint() == fingerprint);

  REQUIRE(::chmod(file.c_str(), 0640) == 0);
  CHECK(kindOfOpening(file) == StoreError::Kind::WrongKey);
  REQUIRE(::chmod(file.c_str(), 0600) == 0);
  std::ofstream(file, std::ios::app) << "more";
  CHECK(kindOfOpening(file) == StoreError::Kind::WrongKey);
  std::ofstream(file, std::ios::trunc) << "";
  CHECK(kindOfOpening(file) == StoreError::Kind::WrongKey);
  CHECK(kindOfOpening(folder / "no such folder/secret.key") == StoreError::Kind::WrongKey);
}

TEST_CASE("A database keeps to the key it began with", "[sealing]") {
  Fixture f;
  const Sealer first(f.folder / "first.key");
  bindKey(f.database, first);
  bindKey(f.database, first);
  const Sealer second(f.folder / "second.key");
  CHECK_THROWS_AS(bindKey(f.database, second), StoreError);
}

TEST_CASE("A national ID cannot be read out of the database's files", "[sealing]") {
  Fixture f;
  const Sealer sealer(f.folder / "secret.key");
  Student student;
  student.student_no = "5120719001";
  student.name = "王小明";
  student.id_type = "id_card";
  student.id_sealed = sealer.seal(kId, student.student_no);
  student.id_key = sealer.lookupKey(student.id_type, kId);
  f.database.write([&](Transaction& transaction) {
    upsertStudents(transaction, {student});
    appendJournal(transaction, entry(1));
  });
  const auto found = f.database.read(
      [&](Reader& reader) { return findStudentsById(reader, sealer.lookupKey("id_card", kId)); });
  REQUIRE(found.size() == 1);
  CHECK(sealer.open(found[0].id_sealed, found[0].student_no).view() == kId);

  const std::string bytes = fileBytes(f.file);
  CHECK(bytes.find("王小明") != std::string::npos);
  CHECK(bytes.find(kId) == std::string::npos);
  CHECK(bytes.find("19491231") == std::string::npos);
  rawSql(f.file, "PRAGMA wal_checkpoint(TRUNCATE)");
  CHECK(fileBytes(f.file).find(kId) == std::string::npos);
  std::ifstream key(f.folder / "secret.key");
  std::string secret;
  key >> secret;
  REQUIRE(secret.size() == 64);
  CHECK(fileBytes(f.file).find(secret) == std::string::npos);
}
