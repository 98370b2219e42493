#pragma once

#include <string>

#include "engine/service/commands.h"
#include "web/visit.h"

namespace lixiao::web::pages {

/// A declaration that could not be taken, as it was typed.
struct TypedDeclaration {
  std::string item;
  service::Commands::DeclaredWords words;
  std::string problem;
  std::string fact;  ///< where the problem is, "" for the whole
};

/// What a form of the template `declare_form` sent: `value:FACT` a value, `word:FACT:WORD` a word of several.
service::Commands::DeclaredWords readDeclared(const Fields& form);

/// What the template reads of an item that the student may declare.
void setDeclareForm(const Visit& visit, Data& data, const service::ItemView& item,
                    const TypedDeclaration& typed);

}  // namespace lixiao::web::pages
