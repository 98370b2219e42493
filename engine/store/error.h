#pragma once

#include <stdexcept>
#include <string>

namespace lixiao::store {

/// A fault of the database, with a text an administrator can act on. Never holds values of a row.
class StoreError : public std::runtime_error {
 public:
  enum class Kind {
    Other,
    Full,         ///< no room on the disk: reading still works
    ReadOnly,     ///< the file or its folder cannot be written
    Busy,         ///< another process held the write lock longer than the time-out
    Io,           ///< reading or writing the file failed
    Damaged,      ///< not a database, or its file is damaged
    NewerSchema,  ///< made by a later version of the program
    WrongKey,     ///< the key file is not the one this database was sealed with
    StartedAnew,  ///< the trial was ended meanwhile: what was to be written belongs to it
  };
  StoreError(Kind kind, const std::string& text) : std::runtime_error(text), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

/// Called inside a catch block: rethrows what is being handled, a fault of the database library as StoreError
/// that names `path`.
[[noreturn]] void rethrow(const std::string& path);

}  // namespace lixiao::store
