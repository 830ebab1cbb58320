package org.tweedie.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.InputSpec;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.engine.catalogue.Catalogue;
import org.tweedie.engine.catalogue.Found;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tweedie describe}: one provider, with everything that can be set. */
@Command(
    name = "describe",
    description = "Describe an operator, a prior or a sampler: options, inputs, card, citations.")
final class DescribeCommand extends ProviderCommand {
  @Parameters(arity = "1", paramLabel = "ID|FILE", description = "An id, or a model file.")
  private String id;

  private PrintStream out;

  DescribeCommand(Program program, Console console) {
    super(program, console);
  }

  @Override
  public Integer call() {
    out = console.out();
    Catalogue catalogue = catalogue();
    boolean known = catalogue.found().stream().anyMatch(f -> f.id().equals(id));
    if (!known && Files.isRegularFile(Path.of(id))) {
      PriorProvider prior = catalogue.priorForFile(Path.of(id));
      out.println(id + ": a model of " + prior.id());
      prior.fileOption().ifPresent(o -> card(prior, Map.of(o, id)));
      return 0;
    }
    Found f = catalogue.find(id);
    Provider p = f.provider();
    out.println(f.kind().word() + " " + f.id() + ": " + f.title());
    out.println("module " + f.module() + f.version().map(v -> " " + v).orElse(""));
    f.origin().ifPresent(o -> out.println("plug-in " + o));
    if (p instanceof OperatorProvider operator) {
      inputs(operator.inputs());
    }
    options("Options (--set " + f.kind().word() + ".NAME=VALUE)", p.options());
    if (p instanceof OperatorProvider operator) {
      operator.simulator().ifPresent(s -> options("Options of 'tweedie simulate'", s.options()));
    } else if (p instanceof PriorProvider prior) {
      card(prior, Map.of());
      prior.trainer().ifPresent(t -> options("Options of 'tweedie train'", t.options()));
    } else if (p instanceof SamplerProvider sampler) {
      claims(sampler.create(catalogue().context(sampler, Options.defaults(sampler.options()))));
    }
    if (!p.references().isEmpty()) {
      heading("References");
      p.references().forEach(c -> out.println("  " + c));
    }
    return 0;
  }

  private void inputs(List<InputSpec> inputs) {
    heading("Inputs");
    for (InputSpec i : inputs) {
      out.println("  --" + i.id() + " FILE  " + i.role() + (i.required() ? "" : ", optional"));
      out.println("      " + i.documentation());
      out.println(
          "      "
              + String.join(" or ", i.spaces().stream().map(Object::toString).toList())
              + (i.unit().equals("1") ? "" : ", in " + i.unit()));
    }
  }

  private void options(String heading, List<OptionSpec> options) {
    if (options.isEmpty()) {
      return;
    }
    heading(heading);
    for (OptionSpec o : options) {
      out.println(
          "  "
              + o.name()
              + " = "
              + o.defaultValue().filter(d -> !d.isEmpty()).orElse("(not set)")
              + "   ["
              + o.range()
              + "]");
      out.println("      " + o.documentation());
    }
  }

  private void card(PriorProvider prior, Map<String, String> given) {
    PriorCard c;
    try {
      c = prior.card(catalogue().context(prior, Options.bind(prior.options(), given)));
    } catch (TweedieException e) {
      if (given.isEmpty() && prior.fileOption().isPresent()) {
        // A family without a model has no card: the file has it.
        heading("Card");
        out.println(
            "  in the model file: --prior FILE"
                + prior.fileSuffixes().stream().findFirst().orElse(""));
        return;
      }
      throw e;
    }
    heading("Card");
    out.println("  " + c.name() + ": " + c.description());
    out.println("  images    " + c.spacesInWords());
    out.println(
        "  values    "
            + (c.range().isBounded()
                ? c.range().low() + " … " + c.range().high() + " in magnitude"
                : "in the data's units")
            + (c.unit().equals("1") ? "" : ", in " + c.unit()));
    out.println("  levels    σ from " + c.sigmaMin() + " to " + c.sigmaMax());
    out.println("  trained   on " + c.trainingData());
    out.println("  licence   " + c.licence());
    c.references().forEach(r -> out.println("  " + r));
  }

  private void claims(Sampler sampler) {
    heading("Exactness");
    out.println(
        "  "
            + switch (sampler.exactness().kind()) {
              case EXACT_IN_LIMIT -> "exact in a limit: ";
              case BIASED -> "biased: ";
              case POINT_ESTIMATE -> "an estimate, not a sample: ";
            }
            + sampler.exactness().statement());
    if (!sampler.requirements().isEmpty()) {
      heading("Needs");
      for (Requirement r : sampler.requirements()) {
        out.println(
            "  of the "
                + r.of().name().toLowerCase(java.util.Locale.ROOT)
                + ": "
                + String.join(" or ", r.types().stream().map(Class::getSimpleName).toList())
                + " ("
                + r.reason()
                + ")");
      }
    }
  }

  private void heading(String text) {
    out.println();
    out.println(text);
  }
}
