#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"

namespace lixiao::service {

/// What a proxy may show; the number on it is not kept.
inline constexpr std::array<std::string_view, 5> kProxyIds = {"resident_id", "passport", "permit",
                                                              "student_card", "other"};

/// A document over the counter.
struct HandOver {
  std::string student_no, document;
  std::string proxy;     ///< "" for the student in person
  std::string proxy_id;  ///< one of kProxyIds, for a proxy
  bool letter_seen = false;
  std::string remark;
};

/// Documents over the counter and back. Thread-safe.
class Certificates {
 public:
  explicit Certificates(const Engine& engine);
  ~Certificates();

  /// Decided afresh inside the transaction, refused with the items in the way. A proxy needs a name, a kind
  /// of identification and a letter of authorisation. Handed out already is a Conflict that tells by whom and
  /// when.
  Outcome<Done> handOver(const Actor& actor, const HandOver& what) const;
  /// The document came back: what it rests on can be changed again, and it can be handed out anew. Needs a
  /// reason; the record keeps both.
  Outcome<Done> takeBack(const Actor& actor, const std::string& student_no, const std::string& document,
                         const std::string& reason) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::service
