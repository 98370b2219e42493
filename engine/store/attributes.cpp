#include "engine/store/attributes.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace lixiao::store {
namespace {
using Json = nlohmann::json;

bool before(const Attributes::Entry& entry, std::string_view name) {
  return entry.first < name;
}

/// Takes a flat object of texts and refuses everything else.
class Collector : public nlohmann::json_sax<Json> {
 public:
  explicit Collector(Attributes& attributes) : attributes_(attributes) {}

  bool start_object(std::size_t) override { return ++depth_ == 1; }
  bool end_object() override {
    --depth_;
    return true;
  }
  bool key(std::string& name) override {
    name_ = std::move(name);
    return true;
  }
  bool string(std::string& word) override {
    if (depth_ != 1) return false;
    attributes_.set(name_, std::move(word));
    return true;
  }
  bool null() override { return false; }
  bool boolean(bool) override { return false; }
  bool number_integer(std::int64_t) override { return false; }
  bool number_unsigned(std::uint64_t) override { return false; }
  bool number_float(double, const std::string&) override { return false; }
  bool binary(Json::binary_t&) override { return false; }
  bool start_array(std::size_t) override { return false; }
  bool end_array() override { return false; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  Attributes& attributes_;
  std::string name_;
  int depth_ = 0;
};
}  // namespace

void Attributes::set(std::string_view name, std::string word) {
  const auto at = std::lower_bound(entries_.begin(), entries_.end(), name, before);
  if (at != entries_.end() && at->first == name)
    at->second = std::move(word);
  else
    entries_.emplace(at, std::string(name), std::move(word));
}

void Attributes::erase(std::string_view name) {
  const auto at = std::lower_bound(entries_.begin(), entries_.end(), name, before);
  if (at != entries_.end() && at->first == name) entries_.erase(at);
}

const std::string* Attributes::find(std::string_view name) const {
  const auto at = std::lower_bound(entries_.begin(), entries_.end(), name, before);
  return at != entries_.end() && at->first == name ? &at->second : nullptr;
}

std::string Attributes::json() const {
  Json object = Json::object();
  for (const auto& [name, word] : entries_) object[name] = word;
  return object.dump();
}

Attributes Attributes::parse(std::string_view json) {
  Attributes attributes;
  Collector collector(attributes);
  if (!Json::sax_parse(json, &collector))
    throw std::invalid_argument("attributes are not an object of texts");
  return attributes;
}

}  // namespace lixiao::store
