#pragma once

// How rows of the tables meet Poco::Data. For the .cpp files of this folder only.

#include <Poco/Data/LOB.h>
#include <Poco/Data/Session.h>
#include <Poco/Data/Statement.h>
#include <Poco/Data/TypeHandler.h>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/model/date.h"

namespace lixiao::store {

static_assert(std::is_same_v<std::int64_t, Poco::Int64>, "numbers are bound and read without narrowing");

/// Specialised for a struct that is a row: `static auto of(auto& row)` ties its members in the order of the
/// columns.
template <class T>
struct Columns;

template <class T>
concept Row = requires(T& row) {
  Columns<T>::of(row);
};

/// A row of one column.
template <class T>
struct Single {
  T value{};
};
template <class T>
struct Columns<Single<T>> {
  static auto of(auto& row) { return std::tie(row.value); }
};
using Number = Single<std::int64_t>;
using Text = Single<std::string>;

namespace column {
using Poco::Data::AbstractBinder;
using Poco::Data::AbstractExtractor;

/// SQLite would cut the text off at its first NUL when it is read again, PostgreSQL refuses it.
inline const std::string& checked(const std::string& text) {
  if (text.find('\0') != std::string::npos) throw std::invalid_argument("a text holds a NUL character");
  return text;
}
inline std::int64_t checked(std::int64_t number) {
  return number;
}
inline const Poco::Data::BLOB& checked(const Poco::Data::BLOB& bytes) {
  return bytes;
}

inline void bind(std::size_t at, const std::string& text, AbstractBinder& binder) {
  binder.bind(at, checked(text));
}
inline void bind(std::size_t at, std::int64_t number, AbstractBinder& binder) {
  binder.bind(at, number);
}
inline void bind(std::size_t at, bool flag, AbstractBinder& binder) {
  binder.bind(at, static_cast<std::int64_t>(flag));
}
inline void bind(std::size_t at, const model::Instant& instant, AbstractBinder& binder) {
  binder.bind(at, static_cast<std::int64_t>(instant.time_since_epoch().count()));
}
inline void bind(std::size_t at, const Poco::Data::BLOB& bytes, AbstractBinder& binder) {
  binder.bind(at, bytes);
}
template <class T>
void bind(std::size_t at, const std::optional<T>& value, AbstractBinder& binder) {
  if (value)
    bind(at, *value, binder);
  else
    binder.bind(at, Poco::Data::Keywords::null);
}

inline bool read(std::size_t at, std::string& text, AbstractExtractor& from) {
  return from.extract(at, text);
}
inline bool read(std::size_t at, std::int64_t& number, AbstractExtractor& from) {
  return from.extract(at, number);
}
inline bool read(std::size_t at, bool& flag, AbstractExtractor& from) {
  std::int64_t number = 0;
  if (!from.extract(at, number)) return false;
  flag = number != 0;
  return true;
}
inline bool read(std::size_t at, model::Instant& instant, AbstractExtractor& from) {
  std::int64_t number = 0;
  if (!from.extract(at, number)) return false;
  instant = model::Instant{std::chrono::milliseconds{number}};
  return true;
}
inline bool read(std::size_t at, Poco::Data::BLOB& bytes, AbstractExtractor& from) {
  return from.extract(at, bytes);
}
template <class T>
bool read(std::size_t at, std::optional<T>& value, AbstractExtractor& from) {
  T held{};
  if (read(at, held, from))
    value = std::move(held);
  else
    value.reset();
  return value.has_value();
}
}  // namespace column
}  // namespace lixiao::store

template <lixiao::store::Row T>
class Poco::Data::TypeHandler<T> {
 public:
  static std::size_t size() {
    return std::tuple_size_v<decltype(lixiao::store::Columns<T>::of(std::declval<T&>()))>;
  }

  static void bind(std::size_t at, const T& row, AbstractBinder::Ptr binder, AbstractBinder::Direction) {
    std::apply([&](const auto&... held) { (lixiao::store::column::bind(at++, held, *binder), ...); },
               lixiao::store::Columns<T>::of(row));
  }
  static void extract(std::size_t at, T& row, const T&, AbstractExtractor::Ptr from) {
    std::apply([&](auto&... held) { (lixiao::store::column::read(at++, held, *from), ...); },
               lixiao::store::Columns<T>::of(row));
  }
  static void prepare(std::size_t, const T&, const AbstractPreparator::Ptr&) {}  // SQLite needs none
};

namespace lixiao::store {

/// A statement with `values` bound in order: texts, numbers and bytes. Throws std::invalid_argument for
/// a text with a NUL character, as every way of writing does.
template <class... Values>
Poco::Data::Statement statement(Poco::Data::Session& session, const char* sql, const Values&... values) {
  Poco::Data::Statement made(session);
  made << sql;
  (made.addBind(Poco::Data::Keywords::bind(column::checked(values))), ...);
  return made;
}

/// Runs it and tells how many rows were changed.
template <class... Values>
std::int64_t execute(Poco::Data::Session& session, const char* sql, const Values&... values) {
  return static_cast<std::int64_t>(statement(session, sql, values...).execute());
}

template <class T, class... Values>
std::vector<T> select(Poco::Data::Session& session, const char* sql, const Values&... values) {
  std::vector<T> rows;
  Poco::Data::Statement made = statement(session, sql, values...);
  made.addExtract(Poco::Data::Keywords::into(rows));
  made.execute();
  return rows;
}

template <class T, class... Values>
std::optional<T> selectOne(Poco::Data::Session& session, const char* sql, const Values&... values) {
  std::vector<T> rows = select<T>(session, sql, values...);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

/// Runs `sql` once for each row, all in one call.
template <class T>
void executeAll(Poco::Data::Session& session, const char* sql, std::vector<T>& rows) {
  if (rows.empty()) return;
  Poco::Data::Statement made(session);
  made << sql;
  made.addBind(Poco::Data::Keywords::use(rows));
  made.execute();
}

inline std::int64_t milliseconds(model::Instant instant) {
  return instant.time_since_epoch().count();
}

}  // namespace lixiao::store
