#pragma once

// Writing many rows by few statements. For the .cpp files of this folder only.

#include <string>
#include <vector>

#include "engine/store/row.h"

namespace lixiao::store {

/// Neighbouring rows that are bound as one, behind the columns in which all of them are alike.
template <Row Head, Row T, std::size_t size>
struct Bunch {
  const Head* head = nullptr;
  const T* rows = nullptr;
};

}  // namespace lixiao::store

template <class Head, class T, std::size_t count>
class Poco::Data::TypeHandler<lixiao::store::Bunch<Head, T, count>> {
 public:
  static std::size_t size() { return TypeHandler<Head>::size() + count * TypeHandler<T>::size(); }
  static void bind(std::size_t at, const lixiao::store::Bunch<Head, T, count>& bunch,
                   AbstractBinder::Ptr binder, AbstractBinder::Direction direction) {
    TypeHandler<Head>::bind(at, *bunch.head, binder, direction);
    at += TypeHandler<Head>::size();
    for (std::size_t i = 0; i < count; ++i, at += TypeHandler<T>::size())
      TypeHandler<T>::bind(at, bunch.rows[i], binder, direction);
  }
  static void prepare(std::size_t, const lixiao::store::Bunch<Head, T, count>&,
                      const AbstractPreparator::Ptr&) {}
};

namespace lixiao::store {

/// `(?1, ?2, ?, ?), (?1, ?2, ?, ?)`: so many alike columns, then the others. SQLite looks places with `$` up
/// by name, one after the other: as many as these would take longer than the rows. On PostgreSQL: `$1`, …
inline std::string places(std::size_t rows, std::size_t alike, std::size_t others) {
  std::string row = "(";
  for (std::size_t i = 1; i <= alike; ++i) row += "?" + std::to_string(i) + ", ";
  for (std::size_t i = 1; i < others; ++i) row += "?, ";
  row += "?)";
  std::string all = row;
  for (std::size_t i = 1; i < rows; ++i) all += ", " + row;
  return all;
}

/// Inserts the rows from `begin` on, `size` at a time, as far as there are so many; returns where it ended.
template <std::size_t size, Row Head, Row T>
std::size_t insertBunches(Poco::Data::Session& session, const std::string& into, const std::string& otherwise,
                          const Head& head, const std::vector<T>& rows, std::size_t begin) {
  using Poco::Data::TypeHandler;
  std::vector<Bunch<Head, T, size>> bunches;
  for (; begin + size <= rows.size(); begin += size) bunches.push_back({&head, &rows[begin]});
  const std::string sql = into + places(size, TypeHandler<Head>::size(), TypeHandler<T>::size()) + otherwise;
  executeAll(session, sql.c_str(), bunches);
  return begin;
}

/// Inserts the rows, which begin with the columns of `head`, many by one statement: two thirds of the time
/// that one each takes, since the place of a row is looked for from the row before on. `into` stands before
/// the places, `otherwise` behind them.
template <Row Head, Row T>
void insertAll(Poco::Data::Session& session, const std::string& into, const std::string& otherwise,
               const Head& head, const std::vector<T>& rows) {
  const std::size_t rest = insertBunches<64>(session, into, otherwise, head, rows, 0);
  insertBunches<1>(session, into, otherwise, head, rows, rest);
}

}  // namespace lixiao::store
