#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace lixiao::samples {

/// The one fault a sample system has at present; `none` when it behaves. Thread-safe.
class Faults {
 public:
  explicit Faults(std::vector<std::string> kinds);

  /// False when there is no such kind, or after `close`.
  bool set(const std::string& kind);
  bool is(std::string_view kind) const;
  std::string current() const;
  const std::vector<std::string>& kinds() const { return kinds_; }
  /// The program ends: whoever misbehaves is to leave off.
  void close();

 private:
  const std::vector<std::string> kinds_;
  mutable std::mutex mutex_;
  std::string current_ = "none";
  bool closed_ = false;
};

}  // namespace lixiao::samples
