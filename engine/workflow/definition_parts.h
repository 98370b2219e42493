#pragma once

#include <vector>

#include "engine/workflow/definition_fields.h"

namespace lixiao::workflow {

/// An item as it is written, with the changes of a student type laid over it.
class ItemSource {
 public:
  ItemSource(Word id, const yaml::Node& map);

  /// What `changes` says takes the place of what is there. Keys of another mode than the new one are put
  /// aside, and the one of `department` and `registrar_when` that is not given. Parts are changed one by one
  /// in the same way; `~` leaves a part out, a new one joins.
  void change(const yaml::Node& changes, Findings& findings);
  /// Where the item is told from now on.
  void setPlace(const yaml::Node& place) { id_.at = &place; }

  const Word& id() const { return id_; }
  /// Adds the item, followed by its parts: with `for_each` once for each word of that fact, as `ITEM.WORD`.
  void addTo(const std::vector<FactDefinition>& facts, std::vector<ItemDefinition>& items) const;

 private:
  struct Part {
    Word id;
    Fields fields;
  };
  void addOnce(std::vector<ItemDefinition>& items) const;
  void addFor(const std::string& word, std::vector<ItemDefinition>& items) const;
  void changePart(const yaml::Node& id, const yaml::Node& changes, Findings& findings);

  Word id_;
  Fields fields_;
  std::vector<Part> parts_;
};

}  // namespace lixiao::workflow
