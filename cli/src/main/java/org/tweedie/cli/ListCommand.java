package org.tweedie.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tweedie.engine.catalogue.Catalogue;
import org.tweedie.engine.catalogue.Found;
import org.tweedie.engine.catalogue.Kind;
import org.tweedie.engine.catalogue.Rejected;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tweedie list}: what there is, and which plug-ins were refused. */
@Command(name = "list", description = "List operators, priors and samplers, and refused plug-ins.")
final class ListCommand extends ProviderCommand {
  /** The words of the command line. */
  enum Which {
    operators,
    priors,
    samplers
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "KIND",
      description = "${COMPLETION-CANDIDATES}; all if left out.")
  private Optional<Which> which = Optional.empty();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  ListCommand(Program program, Console console) {
    super(program, console);
  }

  @Override
  public Integer call() {
    Catalogue catalogue = catalogue();
    if (json) {
      console.out().println(Json.text(json(catalogue)));
      return 0;
    }
    int width = catalogue.found().stream().mapToInt(f -> f.id().length()).max().orElse(0);
    for (Kind kind : kinds()) {
      List<Found> found = catalogue.found(kind);
      String title = kind.word() + "s";
      console.out().println(title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1));
      for (Found f : found) {
        console
            .out()
            .println(
                "  "
                    + f.id()
                    + " ".repeat(width - f.id().length() + 2)
                    + f.title()
                    + f.origin().map(p -> "  [plug-in " + p.getFileName() + "]").orElse(""));
      }
      if (found.isEmpty()) {
        console.out().println("  none");
      }
    }
    if (!catalogue.rejected().isEmpty()) {
      console.out().println("Not used");
      catalogue.rejected().forEach(r -> console.out().println("  " + r));
    }
    return 0;
  }

  private List<Kind> kinds() {
    return which.map(w -> List.of(Kind.values()[w.ordinal()])).orElse(List.of(Kind.values()));
  }

  private Map<String, Object> json(Catalogue catalogue) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (Kind kind : kinds()) {
      all.put(kind.word() + "s", catalogue.found(kind).stream().map(ListCommand::json).toList());
    }
    all.put("rejected", catalogue.rejected().stream().map(ListCommand::json).toList());
    return all;
  }

  private static Map<String, Object> json(Found f) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("id", f.id());
    one.put("title", f.title());
    one.put("module", f.module());
    f.version().ifPresent(v -> one.put("version", v));
    f.origin().ifPresent(o -> one.put("plugin", o.toString()));
    return one;
  }

  private static Map<String, Object> json(Rejected r) {
    Map<String, Object> one = new LinkedHashMap<>();
    r.origin().ifPresent(o -> one.put("plugin", o.toString()));
    r.module().ifPresent(m -> one.put("module", m));
    one.put("code", r.code().name());
    one.put("reason", r.reason());
    one.put("remedy", r.remedy());
    return one;
  }
}
