package org.tweedie.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.error.UnknownIdException;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Provider;
import org.tweedie.engine.catalogue.Catalogue;
import org.tweedie.engine.catalogue.Command;
import org.tweedie.engine.catalogue.Found;
import org.tweedie.engine.catalogue.Rejected;

/** {@code tweedie verify}: runs the rules on every provider, or on those that are named. */
public final class VerifyCommand implements Command {
  private static final String HELP =
      """
      Usage: tweedie verify [ID...] [--plugins DIR] [--report DIR] [--rule NUMBER]
                            [--set NAME=VALUE]...

      Checks operators, priors and samplers against the numbered rules of docs/spec.md.

        ID             a provider; every one that is found, if none is named
        --plugins DIR  folder of plug-ins, in place of the program's own
        --report DIR   write verify.html and verify.json there
        --rule NUMBER  one rule alone, for example O-1
        --set N=V      an option of the provider, where one alone is named: its model file, say

      Exit code 0 if every rule that binds holds, 1 if one is broken or a plug-in was refused.
      """;

  /** For the service loader. */
  public VerifyCommand() {}

  @Override
  public String id() {
    return "verify";
  }

  @Override
  public String summary() {
    return "Check operators, priors and samplers against the conformance rules.";
  }

  @Override
  public int run(List<String> arguments, Context context) {
    List<String> ids = new ArrayList<>();
    Optional<Path> plugins = Optional.empty();
    Optional<Path> report = Optional.empty();
    Optional<String> rule = Optional.empty();
    Map<String, String> set = new LinkedHashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String a = arguments.get(i);
      switch (a) {
        case "--help", "-h" -> {
          context.out().print(HELP);
          return 0;
        }
        case "--plugins" -> plugins = Optional.of(Path.of(Arguments.value(arguments, ++i)));
        case "--report" -> report = Optional.of(Path.of(Arguments.value(arguments, ++i)));
        case "--rule" -> rule = Optional.of(Arguments.value(arguments, ++i));
        case "--set" -> Arguments.set(Arguments.value(arguments, ++i), set);
        default -> {
          if (a.startsWith("-")) {
            throw new InvalidOptionException(
                "verify has no option '" + a + "'", "see tweedie verify --help");
          }
          ids.add(a);
        }
      }
    }
    if (!set.isEmpty() && ids.size() != 1) {
      throw new InvalidOptionException(
          "--set with " + (ids.isEmpty() ? "every provider" : ids.size() + " providers"),
          "name the one provider that it is meant for");
    }
    rule.ifPresent(VerifyCommand::requireRule);
    Catalogue catalogue = context.catalogue(plugins);
    List<Found> subjects =
        ids.isEmpty() ? catalogue.found() : ids.stream().map(catalogue::find).toList();
    VerifyReport result = new VerifyReport(catalogue.rejected());
    for (Rejected r : ids.isEmpty() ? catalogue.rejected() : List.<Rejected>of()) {
      context.out().println("refused  " + r);
    }
    for (Found f : subjects) {
      context.err().println("checking the " + f.kind().word() + " " + f.id());
      List<RuleOutcome> outcomes =
          rule.isPresent()
              ? asked(rule.get(), Subjects.only(rule.get(), () -> outcomes(catalogue, f, set)))
              : outcomes(catalogue, f, set);
      result.add(f, outcomes);
      context.out().print(VerifyReport.text(f, outcomes));
    }
    report.ifPresent(folder -> write(result, folder));
    boolean refused = ids.isEmpty() && !catalogue.rejected().isEmpty();
    return result.holds() && !refused ? 0 : 1;
  }

  /** Without what stands for all the rules of another kind, such as P-* for a prior not made. */
  private static List<RuleOutcome> asked(String rule, List<RuleOutcome> outcomes) {
    char kind = rule.charAt(0) == 'L' ? 'O' : rule.charAt(0);
    return outcomes.stream()
        .filter(o -> o.number().equals(rule) || o.number().equals(kind + "-*"))
        .toList();
  }

  private static void requireRule(String number) {
    List<String> all =
        Stream.of(OperatorRules.class, PriorRules.class, SamplerRules.class, ProviderRules.class)
            .flatMap(c -> RuleSet.numbers(c).stream())
            .toList();
    if (!all.contains(number)) {
      throw new UnknownIdException("rule", number, all);
    }
  }

  private static List<RuleOutcome> outcomes(Catalogue catalogue, Found f, Map<String, String> set) {
    Provider p = f.provider();
    Function<Options, org.tweedie.api.spi.Context> context = o -> catalogue.context(p, o);
    List<RuleOutcome> all =
        new ArrayList<>(
            guarded(
                RuleOutcome.Kind.PROVIDER,
                set,
                () -> Subjects.check(new Subjects.Providers(p, context))));
    RuleOutcome.Kind kind = RuleOutcome.Kind.valueOf(f.kind().name());
    all.addAll(guarded(kind, set, () -> Specimen.check(p, set, context)));
    return all;
  }

  /** A provider that fails where no rule expects it fails alone: the others are still checked. */
  private static List<RuleOutcome> guarded(
      RuleOutcome.Kind kind, Map<String, String> set, Supplier<List<RuleOutcome>> check) {
    try {
      return check.get();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      if (e instanceof TweedieException t && !set.isEmpty()) {
        throw t; // what was asked for cannot be checked
      }
      return List.of(RuleOutcome.failed(kind, e));
    }
  }

  private static void write(VerifyReport report, Path folder) {
    try {
      report.write(folder);
    } catch (IOException e) {
      throw new ResourceException(
          "the report cannot be written to " + folder, "give a folder that can be written to", e);
    }
  }
}
