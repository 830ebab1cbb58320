package org.tweedie.conformance.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.UnknownIdException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.prior.Trainer;
import org.tweedie.api.spi.prior.Training;
import org.tweedie.conformance.CalibrateCommand;
import org.tweedie.conformance.VerifyCommand;
import org.tweedie.engine.catalogue.Catalogue;
import org.tweedie.engine.catalogue.Command;

/** The commands, as a user runs them, on our own providers. */
class VerifyOwnTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /**
   * Operators and priors through their declarations alone; the samplers have tests of their own.
   */
  @Test
  void operatorsAndPriorsHold(@TempDir Path folder) throws IOException {
    int code =
        new VerifyCommand()
            .run(
                List.of(
                    "mri.cartesian",
                    "gaussian",
                    "mixture",
                    "brain.mri",
                    "--report",
                    folder.toString()),
                context());
    assertEquals(0, code, this::text);
    assertTrue(text().contains("ok       mri.cartesian"), this::text);
    assertTrue(
        Files.readString(folder.resolve("verify.json"))
            .replace(" ", "")
            .contains("\"holds\":true"));
    assertTrue(Files.readString(folder.resolve("verify.html")).contains("O-1"));
  }

  /** Priors that need a file get one: nothing of theirs is left untested. */
  @Test
  void priorsFromFilesHold(@TempDir Path folder) throws IOException {
    Path mixture =
        file(
            folder,
            """
        {"weights": [0.3, 0.7], "means": [[-1, 0.5], [1, -0.3]],
         "covariances": [[[0.04, 0], [0, 0.04]], [[0.09, 0.01], [0.01, 0.0225]]]}
        """);
    holds("mixture", mixture);
    Path network = folder.resolve("network.safetensors");
    train(network);
    holds("djl.unet", network);
  }

  /** A network that has seen six steps; what it was trained on does not matter to the rules. */
  private static void train(Path file) {
    Trainer trainer = ServiceIds.prior("djl.unet").trainer().orElseThrow();
    List<Field> images =
        List.of(
            new CounterNoise(1)
                .normals(0, 0, Purpose.of("image"), Field.zeros(Space.real(16, 16)))
                .scale(0.1));
    Map<String, String> small =
        Map.ofEntries(
            Map.entry("steps", "6"),
            Map.entry("batch", "2"),
            Map.entry("crop", "16"),
            Map.entry("widths", "8,8"),
            Map.entry("blocks", "1,1"),
            Map.entry("embedding", "8"),
            Map.entry("warmup", "2"),
            Map.entry("sigma-min", "0.01"),
            Map.entry("sigma-max", "1"),
            Map.entry("device", "cpu"));
    trainer.train(Training.of(images, Options.bind(trainer.options(), small), file, new Silent()));
  }

  private static final class Silent implements Trainer.Listener {
    @Override
    public void step(long step, long steps, double loss) {}

    @Override
    public boolean cancelled() {
      return false;
    }
  }

  private void holds(String id, Path file) {
    out.reset();
    int code = new VerifyCommand().run(List.of(id, "--set", "file=" + file), context());
    assertEquals(0, code, this::text);
    assertFalse(text().contains("P-*"), this::text); // no prior was made
  }

  @Test
  void everyProviderDescribesItselfWell() {
    for (String rule : List.of("V-1", "V-2", "V-3", "V-4", "V-5", "V-6")) {
      assertEquals(0, new VerifyCommand().run(List.of("--rule", rule), context()), this::text);
    }
    assertFalse(text().contains("P-*"), this::text); // other rules were not asked for
  }

  /** Golden problem G2: the exact numbers are those of a derivation independent of this code. */
  @Test
  void calibrationPrintsTheTruthOfG2(@TempDir Path folder) throws IOException {
    Path problem =
        file(
            folder,
            """
        {"weights": [0.3, 0.7], "means": [[-1, 0.5], [1, -0.3]],
         "covariances": [[[0.04, 0], [0, 0.04]], [[0.09, 0], [0, 0.0225]]],
         "operator": [[1, 0.5]], "noise": 0.4, "y": [0.3]}
        """);
    Path samples = folder.resolve("samples.npy");
    int code =
        new CalibrateCommand()
            .run(
                List.of(
                    "--problem", problem.toString(),
                    "--sampler", "dpnp",
                    "--set", "eta-max=1",
                    "--samples", "200",
                    "--seed", "3",
                    "--out", samples.toString()),
                context());
    assertEquals(0, code, this::text);
    assertTrue(text().contains("0.712726  -0.270336"), this::text);
    assertTrue(text().contains("-1.12522"), this::text); // log 0.324580
    assertTrue(text().contains("0.0582877  0.941712"), this::text);
    assertEquals(128 + 200 * 2 * 8, Files.size(samples));
  }

  /** Numbers, not the empty objects that were printed for arrays once. */
  @Test
  void calibrationPrintsJson(@TempDir Path folder) throws IOException {
    Path problem =
        file(
            folder,
            """
            {"weights": [1], "means": [[1, 2]], "covariances": [[[1, 0], [0, 4]]],
             "operator": [[1, 0]], "noise": 1, "y": [3]}
            """);
    List<String> arguments =
        List.of("--problem", problem.toString(), "--sampler", "dpnp", "--chains", "4", "--json");
    assertEquals(0, new CalibrateCommand().run(arguments, context()), this::text);
    Map<String, Object> json = JSON.std.mapFrom(text());
    // Half way from 1 to the datum 3, and the prior where nothing is measured.
    assertEquals(List.of(2.0, 2.0), json.get("meanExact"));
    assertEquals(List.of(List.of(0.5, 0.0), List.of(0.0, 4.0)), json.get("covarianceExact"));
    assertEquals(2, ((List<?>) json.get("mean")).size());
    assertEquals(2, ((List<?>) json.get("meanPredicted")).size());
  }

  @Test
  void whatIsNotThereIsSaid() {
    UnknownIdException rule =
        assertThrows(
            UnknownIdException.class,
            () -> new VerifyCommand().run(List.of("dps", "--rule", "O-99"), context()));
    assertTrue(rule.getMessage().contains("O-9"), rule.getMessage());
    List<String> arguments = List.of("--problem", "none.json", "--sampler", "dpnp");
    ResourceException file =
        assertThrows(
            ResourceException.class, () -> new CalibrateCommand().run(arguments, context()));
    assertTrue(file.getMessage().contains("there is no file none.json"), file.getMessage());
    assertThrows(
        InvalidOptionException.class,
        () -> new VerifyCommand().run(List.of("--set", "file=x"), context()));
  }

  private static Path file(Path folder, String json) throws IOException {
    return Files.writeString(folder.resolve("problem.json"), json);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private Command.Context context() {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Command.Context() {
      @Override
      public InputStream in() {
        return InputStream.nullInputStream();
      }

      @Override
      public PrintStream out() {
        return stream;
      }

      @Override
      public PrintStream err() {
        return stream;
      }

      @Override
      public Catalogue catalogue(Optional<Path> plugins) {
        return plugins.map(Catalogue::load).orElseGet(Catalogue::load);
      }
    };
  }
}
