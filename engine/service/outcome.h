#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/model/status.h"

namespace lixiao::service {

/// An expected "no", with reasons for the person who asked. Nothing was changed.
struct Refusal {
  enum class Kind { Forbidden, NotFound, Conflict, Invalid, NotNow };
  Kind kind = Kind::Invalid;
  std::vector<model::Message> reasons;  ///< at least one
  /// What each reason is about (items in the way of a document), or empty when they are about the request.
  std::vector<model::LocalizedText> about{};
  std::string field{};  ///< of a form: what the reason is about, "" for the whole
};

template <typename T>
class [[nodiscard]] Outcome {
 public:
  Outcome(T value) : held_(std::move(value)) {}
  Outcome(Refusal refusal) : held_(std::move(refusal)) {}

  explicit operator bool() const { return std::holds_alternative<T>(held_); }
  const T& value() const { return std::get<T>(held_); }
  T& value() { return std::get<T>(held_); }
  const T* operator->() const { return &value(); }
  const Refusal& refusal() const { return std::get<Refusal>(held_); }

 private:
  std::variant<T, Refusal> held_;
};

struct Done {};

}  // namespace lixiao::service
