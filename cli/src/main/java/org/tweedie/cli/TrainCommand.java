package org.tweedie.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.tweedie.api.spi.prior.Training;
import org.tweedie.cli.report.Report;
import org.tweedie.engine.catalogue.Kind;
import org.tweedie.formats.AtomicFile;
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
      "Beside the model FILE come FILE.training.html and FILE.loss.csv. Example:",
      "  tweedie train --data slices/ --set steps=20000 --out brain.safetensors"
    })
final class TrainCommand extends RunningCommand {
  private static final String HEADER = "loss of each step";

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
    List<Field> images = TrainingImages.read(data);
    console.out().println("Training on " + images.size() + " images: " + bound.asMap());
    console.out().flush();
    Map<String, String> facts = new LinkedHashMap<>(bound.asMap());
    facts.put("images", Integer.toString(images.size()));
    Watch watch = new Watch(model, facts);
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
      trainer.train(Training.of(images, bound, model, watch));
      watch.line.end();
      watch.write();
      if (watch.cancelled) {
        console.out().println("Stopped; the same command goes on from the checkpoint.");
        return Program.FAILED;
      }
      console
          .out()
          .println("Wrote " + model + "; the curve is in " + beside(model, ".training.html"));
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

  private static Path beside(Path model, String suffix) {
    return model.resolveSibling(model.getFileName() + suffix);
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

  /** Shows the progress, and keeps the losses. */
  private final class Watch implements Trainer.Listener {
    /** Steps between two writings of the curve: rare enough to cost nothing. */
    private static final int WRITE_EVERY = 1000;

    private final ProgressLine line = new ProgressLine(console);
    private final Path model;
    private final Map<String, String> facts;
    private final Losses losses;
    private final long begin = System.nanoTime();
    private long firstStep;
    private double average = Double.NaN;
    private volatile boolean cancelled;

    Watch(Path model, Map<String, String> facts) {
      this.model = model;
      this.facts = facts;
      this.losses = new Losses(beside(model, ".loss.csv"));
    }

    @Override
    public void step(long step, long steps, double loss) {
      if (firstStep == 0) {
        firstStep = step;
      }
      // Single steps mostly tell which noise levels were drawn.
      average = Double.isNaN(average) ? loss : 0.99 * average + 0.01 * loss;
      losses.add(step, loss);
      if (step % WRITE_EVERY == 0) {
        write();
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
      losses.write();
      Report.writeTraining(
          beside(model, ".training.html"),
          String.valueOf(model.getFileName()),
          facts,
          losses.values());
    }

    @Override
    public boolean cancelled() {
      return cancelled;
    }
  }

  /** The loss of every step, kept over resumed trainings. */
  private static final class Losses {
    private final Path file;
    private double[] values = new double[1024];
    private int size;

    /** What earlier parts of the training left. */
    Losses(Path file) {
      this.file = file;
      try {
        if (Files.exists(file)) {
          for (String row : Files.readAllLines(file)) {
            if (!row.isEmpty() && !row.equals(HEADER)) {
              add(size + 1, Double.parseDouble(row));
            }
          }
        }
      } catch (IOException | NumberFormatException e) {
        throw new ResourceException(
            "the loss file " + file + " cannot be read", "delete it: the curve begins anew", e);
      }
    }

    /** A training that goes on from an older checkpoint replaces what came after. */
    void add(long step, double loss) {
      int at = (int) Math.min(step - 1, size);
      if (at == values.length) {
        values = Arrays.copyOf(values, 2 * values.length);
      }
      values[at] = loss;
      size = at + 1;
    }

    double[] values() {
      return Arrays.copyOf(values, size);
    }

    void write() {
      StringBuilder csv = new StringBuilder(HEADER + "\n");
      for (int i = 0; i < size; i++) {
        csv.append((float) values[i]).append('\n');
      }
      byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(file, out -> out.write(bytes));
    }
  }
}
