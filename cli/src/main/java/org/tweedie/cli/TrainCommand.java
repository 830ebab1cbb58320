package org.tweedie.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.prior.Trainer;
import org.tweedie.engine.catalogue.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code tweedie train}: images in, a model file out. */
@Command(
    name = "train",
    description = "Train a prior on images; an interrupted training goes on where it stopped.",
    sortOptions = false,
    footer = {
      "",
      "Beside the model FILE come FILE.loss.csv and FILE.loss.svg. Example:",
      "  tweedie train --data slices/ --set steps=20000 --out brain.safetensors"
    })
final class TrainCommand extends ProviderCommand {
  @Option(
      names = "--prior",
      paramLabel = "ID",
      description = "The family to train (default: the one that can be trained).")
  private Optional<String> prior = Optional.empty();

  @Option(
      names = "--data",
      arity = "1..*",
      paramLabel = "PATH",
      description = "Images in [0, 1], or stacks of them: files, or folders of .npy, .png, NIfTI.")
  private List<Path> data = new ArrayList<>();

  @Option(names = "--set", paramLabel = "NAME=VALUE", description = "An option of the trainer.")
  private List<String> options = new ArrayList<>();

  @Option(names = "--out", paramLabel = "FILE", description = "The model file to write.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--overwrite",
      description = "Replace a finished model of that name; a checkpoint is continued anyway.")
  private boolean overwrite;

  private final Map<String, String> flagged = new LinkedHashMap<>();

  TrainCommand(Program program, Console console) {
    super(program, console);
  }

  @Override
  void addFlags(CommandSpec other) {
    addFlags(other, trainer(provider()).options(), ((TrainCommand) other.userObject()).flagged, "");
  }

  @Override
  public Integer call() {
    Path model =
        out.orElseThrow(
            () -> new InvalidOptionException("no model file was named", "give --out FILE"));
    if (data.isEmpty()) {
      throw new InvalidOptionException("no training data were named", "give --data PATH");
    }
    Trainer trainer = trainer(provider());
    Map<String, String> given = new LinkedHashMap<>(flagged);
    given.putAll(pairs("--set", options));
    Options bound = Options.bind(trainer.options(), given);
    if (Files.exists(model) && !overwrite) {
      throw new InvalidInputException(
          "the model file " + model + " exists", "name another one, or give --overwrite");
    }
    List<Field> images = InputFiles.images(data);
    console.out().println("Training on " + images.size() + " images: " + bound.asMap());
    console.out().flush();
    Watch watch = new Watch(lossFile(model));
    CountDownLatch ended = new CountDownLatch(1);
    Thread interrupt =
        new Thread(
            () -> {
              console.err().println();
              console.err().println("Interrupted: writing the checkpoint ...");
              watch.cancelled = true;
              try {
                ended.await(2, TimeUnit.MINUTES);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "interrupt");
    Runtime.getRuntime().addShutdownHook(interrupt);
    try {
      trainer.train(images, bound, model, watch);
      watch.line.end();
      watch.write();
      if (watch.cancelled) {
        console.out().println("Stopped; the same command goes on from the checkpoint.");
        return Program.FAILED;
      }
      console.out().println("Wrote " + model + "; the loss is in " + lossFile(model) + " and .svg");
      return 0;
    } finally {
      watch.line.end();
      ended.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(interrupt);
      } catch (IllegalStateException e) {
        // The hook is running: it is what stopped the training.
      }
    }
  }

  private static Path lossFile(Path model) {
    return model.resolveSibling(model.getFileName() + ".loss.csv");
  }

  /** The family to train: the named one, or the only one that can be. */
  private PriorProvider provider() {
    if (prior.isPresent()) {
      return catalogue().prior(prior.get());
    }
    List<PriorProvider> able =
        catalogue().found(Kind.PRIOR).stream()
            .map(f -> (PriorProvider) f.provider())
            .filter(p -> p.trainer().isPresent())
            .toList();
    if (able.size() != 1) {
      throw new InvalidOptionException(
          able.isEmpty()
              ? "no installed prior can be trained"
              : "several priors can be trained: "
                  + String.join(", ", able.stream().map(PriorProvider::id).toList()),
          able.isEmpty() ? "use an image with network priors" : "name one with --prior ID");
    }
    return able.get(0);
  }

  private static Trainer trainer(PriorProvider provider) {
    return provider
        .trainer()
        .orElseThrow(
            () ->
                new UnsupportedProblemException(
                    "the prior " + provider.id() + " cannot be trained",
                    "leave --prior out to train the one that can"));
  }

  /** Shows the progress, and keeps the loss: averaged, since single steps say little. */
  private final class Watch implements Trainer.Listener {
    /** Points of the curve: as many as a plot can show. */
    private static final int POINTS = 500;

    private final ProgressLine line = new ProgressLine(console);
    private final LossCurve curve;
    private final Path file;
    private final long begin = System.nanoTime();
    private long firstStep;
    private double average = Double.NaN;
    private double sum;
    private int count;
    private volatile boolean cancelled;

    Watch(Path file) {
      this.file = file;
      this.curve = LossCurve.read(file);
    }

    @Override
    public void step(long step, long steps, double loss) {
      if (firstStep == 0) {
        firstStep = step;
      }
      average = Double.isNaN(average) ? loss : 0.99 * average + 0.01 * loss;
      sum += loss;
      count++;
      if (step % Math.max(1, steps / POINTS) == 0 || step == steps) {
        curve.add(step, sum / count);
        sum = 0;
        count = 0;
        if (curve.size() % 20 == 0) {
          write();
        }
      }
      double seconds = (System.nanoTime() - begin) * 1e-9;
      double left = seconds / (step - firstStep + 1) * (steps - step);
      line.show(
          String.format(
              Locale.ROOT,
              "step %d/%d  loss %.5g  %s, %s left",
              step,
              steps,
              average,
              Durations.text(seconds),
              Durations.text(left)),
          step == steps);
    }

    void write() {
      curve.write(file);
    }

    @Override
    public boolean cancelled() {
      return cancelled;
    }
  }

  /** The loss by step, kept over resumed trainings. */
  private static final class LossCurve {
    private final List<double[]> points = new ArrayList<>();

    static LossCurve read(Path file) {
      LossCurve c = new LossCurve();
      try {
        if (Files.exists(file)) {
          for (String row : Files.readAllLines(file)) {
            String[] cells = row.split(",");
            if (cells.length == 2 && Character.isDigit(cells[0].charAt(0))) {
              c.points.add(
                  new double[] {Double.parseDouble(cells[0]), Double.parseDouble(cells[1])});
            }
          }
        }
      } catch (IOException | NumberFormatException e) {
        throw new ResourceException(
            "the loss file " + file + " cannot be read", "delete it: the curve begins anew", e);
      }
      return c;
    }

    void add(long step, double loss) {
      // A training that began anew, or from an older checkpoint, replaces what came after.
      points.removeIf(p -> p[0] >= step);
      points.add(new double[] {step, loss});
    }

    int size() {
      return points.size();
    }

    void write(Path file) {
      StringBuilder csv = new StringBuilder("step,loss\n");
      points.forEach(p -> csv.append((long) p[0]).append(',').append(p[1]).append('\n'));
      byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
      org.tweedie.formats.AtomicFile.write(file, out -> out.write(bytes));
      byte[] picture = svg().getBytes(StandardCharsets.UTF_8);
      String name = file.getFileName().toString().replaceAll("csv$", "svg");
      org.tweedie.formats.AtomicFile.write(file.resolveSibling(name), out -> out.write(picture));
    }

    /** Logarithm of the loss against the step. */
    private String svg() {
      double last = points.stream().mapToDouble(p -> p[0]).max().orElse(1);
      double low = points.stream().mapToDouble(p -> p[1]).filter(v -> v > 0).min().orElse(0.1);
      double high = points.stream().mapToDouble(p -> p[1]).max().orElse(1);
      double span = Math.max(1e-9, Math.log(high / low));
      StringBuilder line = new StringBuilder();
      for (double[] p : points) {
        double y = 280 - 250 * Math.log(Math.max(p[1], low) / low) / span;
        line.append(String.format(Locale.ROOT, "%.1f,%.1f ", 70 + 510 * p[0] / last, y));
      }
      return String.format(
          Locale.ROOT,
          "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 320\""
              + " font-family=\"sans-serif\" font-size=\"12\">%n"
              + "<rect width=\"600\" height=\"320\" fill=\"white\"/>%n"
              + "<path d=\"M70 20V280H580\" fill=\"none\" stroke=\"black\"/>%n"
              + "<text x=\"62\" y=\"34\" text-anchor=\"end\">%.3g</text>%n"
              + "<text x=\"62\" y=\"284\" text-anchor=\"end\">%.3g</text>%n"
              + "<text x=\"580\" y=\"300\" text-anchor=\"end\">step %.0f</text>%n"
              + "<text x=\"70\" y=\"14\">training loss (logarithmic)</text>%n"
              + "<polyline points=\"%s\" fill=\"none\" stroke=\"#1f6fb4\" stroke-width=\"1.5\"/>%n"
              + "</svg>%n",
          high,
          low,
          last,
          line);
    }
  }
}
