package org.tweedie.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.engine.catalogue.Catalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** A command that works with providers: they are looked up, and their declarations become flags. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
abstract class ProviderCommand implements Callable<Integer> {
  final Program program;
  Console console;

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "A directory of plug-in folders (default: 'plugins' in the image).")
  private Optional<Path> plugins = Optional.empty();

  @Option(names = "--debug", description = "Print stack traces of failures.")
  private boolean debug;

  ProviderCommand(Program program, Console console) {
    this.program = program;
    this.console = console;
  }

  /**
   * Adds the flags that the chosen providers declare. Called on an object that holds what a lenient
   * parser understood; flags go to the specification of the object that will run.
   *
   * @param spec of another object of this class
   */
  void addFlags(CommandSpec spec) {}

  /** The plug-in directory of the command line. */
  Optional<Path> plugins() {
    return plugins;
  }

  /** The providers. */
  Catalogue catalogue() {
    return program.catalogue(plugins);
  }

  /** Adds a flag whose value goes to {@code values} under {@code key}, unless the name is taken. */
  static void addFlag(
      CommandSpec spec,
      String name,
      String label,
      String description,
      Map<String, String> values,
      String key) {
    String flag = "--" + name;
    if (spec.optionsMap().containsKey(flag)) {
      return;
    }
    spec.addOption(
        OptionSpec.builder(flag)
            .paramLabel(label)
            .description(description.replace("%", "%%"))
            .type(String.class)
            .arity("1")
            .setter(
                new picocli.CommandLine.Model.ISetter() {
                  @Override
                  public <T> T set(T value) {
                    if (value != null) {
                      values.put(key, value.toString());
                    }
                    return value;
                  }
                })
            .build());
  }

  /** Adds a flag for each declared option; values go to {@code values} under prefix + name. */
  static void addFlags(
      CommandSpec spec,
      List<org.tweedie.api.option.OptionSpec> options,
      Map<String, String> values,
      String prefix) {
    for (org.tweedie.api.option.OptionSpec o : options) {
      addFlag(
          spec,
          o.name(),
          o.type().name(),
          o.documentation()
              + " ("
              + o.range()
              + o.defaultValue().map(d -> "; default " + d).orElse("")
              + ")",
          values,
          prefix + o.name());
    }
  }

  /** NAME=VALUE pairs; the last of one name wins. */
  static Map<String, String> pairs(String flag, List<String> given) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String s : given) {
      int i = s.indexOf('=');
      if (i < 1) {
        throw new InvalidOptionException(
            flag + " was given '" + s + "'", "write it as " + flag + " NAME=VALUE");
      }
      pairs.put(s.substring(0, i).strip(), s.substring(i + 1));
    }
    return pairs;
  }
}
