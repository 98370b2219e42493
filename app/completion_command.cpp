#include <CLI/CLI.hpp>
#include <iostream>
#include <sstream>

#include "app/command.h"

namespace lixiao::app {
namespace {

/// The words an option takes: CLI11 shows the check of a closed set as `{text,json}`, or `{en->1,zh->0}`.
std::vector<std::string> wordsOf(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const std::size_t begin = type.find('{');
  const std::size_t end = type.find('}', begin);
  if (end == std::string::npos) return {};
  std::vector<std::string> words;
  std::istringstream text(type.substr(begin + 1, end - begin - 1));
  for (std::string word; std::getline(text, word, ',');) words.push_back(word.substr(0, word.find("->")));
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> commandsOf(const CLI::App& app) {
  const auto commands = app.get_subcommands(nullptr);
  std::vector<std::string> names;
  names.reserve(commands.size());
  for (const CLI::App* command : commands)
    if (!command->get_group().empty()) names.push_back(command->get_name());
  return names;
}

std::vector<std::string> flagsOf(const CLI::App& app) {
  std::vector<std::string> flags;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
  return flags;
}

/// `before` is what stands on the line so far: `check`, `import roster`.
void writeCases(const CLI::App& app, const std::string& before, std::ostream& words, std::ostream& values) {
  std::vector<std::string> next = commandsOf(app);
  for (const std::string& flag : flagsOf(app)) next.push_back(flag);
  for (const CLI::Option* option : app.get_options())
    if (option->get_positional()) {
      const auto choices = wordsOf(*option);
      next.insert(next.end(), choices.begin(), choices.end());
    } else if (const auto choices = wordsOf(*option); !choices.empty()) {
      values << "    '" << before << " --" << option->get_lnames().front() << "') words='" << joined(choices)
             << "' ;;\n";
    }
  words << "    '" << before << "') words='" << joined(next) << "' ;;\n";
  for (const CLI::App* command : app.get_subcommands(nullptr))
    writeCases(*command, before.empty() ? command->get_name() : before + " " + command->get_name(), words,
               values);
}

/// All commands with those below them, as they stand on a line.
void collectPaths(const CLI::App& app, const std::string& before, std::vector<std::string>& paths) {
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    paths.push_back(before.empty() ? command->get_name() : before + " " + command->get_name());
    collectPaths(*command, paths.back(), paths);
  }
}

std::string bash(const CLI::App& application) {
  std::ostringstream words, values;
  writeCases(application, "", words, values);
  std::vector<std::string> paths;
  collectPaths(application, "", paths);
  std::string known;
  for (const std::string& path : paths) known += (known.empty() ? "'" : " | '") + path + "'";
  return "# Completion of lixiao for bash: source <(lixiao completion bash)\n"
         "_lixiao() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command='' "
         "words='' i\n"
         "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "    case \"${command:+$command }${COMP_WORDS[i]}\" in\n"
         "      " +
         known +
         ") command=\"${command:+$command }${COMP_WORDS[i]}\" ;;\n"
         "    esac\n"
         "  done\n"
         "  case \"$command $previous\" in\n" +
         values.str() +
         "  esac\n"
         "  [ -n \"$words\" ] || case \"$command\" in\n" +
         words.str() +
         "  esac\n"
         "  [[ $current == -* ]] || words=$(printf '%s\\n' $words | grep -v '^-')\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
         "}\n"
         "complete -o default -F _lixiao lixiao\n";
}

}  // namespace

void addCompletion(CLI::App& application, Run& run) {
  CLI::App* command = application.add_subcommand("completion", "Print what makes a shell complete commands");
  command->add_subcommand("bash", "source <(lixiao completion bash)")->callback([&application, &run] {
    run = [&application] {
      std::cout << bash(application);
      return Exit::kFine;
    };
  });
  command->require_subcommand(1);
}

}  // namespace lixiao::app
