package org.tweedie.priors.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.StateMismatchException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.prior.Trainer;
import org.tweedie.api.spi.prior.Training;

class DenoiserTrainerTest {
  private static final Map<String, String> SMALL =
      Map.of(
          "batch", "4",
          "crop", "16",
          "widths", "8,8",
          "blocks", "1,1",
          "embedding", "8",
          "warmup", "5",
          "ema", "0.9",
          "sigma-min", "0.1",
          "sigma-max", "1",
          "device", "cpu");

  @TempDir Path folder;

  private final Trainer trainer = new UNetProvider().trainer().orElseThrow();

  /** Discs of random place, size and brightness. */
  private static List<Field> discs() {
    List<Field> out = new ArrayList<>();
    for (int n = 0; n < 6; n++) {
      Field f = Field.zeros(Space.real(24, 20));
      double[] u = new double[4];
      for (int k = 0; k < 4; k++) {
        u[k] = new CounterNoise(5).uniform(n, k, Purpose.of("disc"));
      }
      for (int r = 0; r < 24; r++) {
        for (int c = 0; c < 20; c++) {
          boolean inside = Math.hypot(r - 24 * u[0], c - 20 * u[1]) < 4 + 6 * u[2];
          f.data()[r * 20 + c] = inside ? (float) (0.5 + 0.5 * u[3]) : 0;
        }
      }
      out.add(f);
    }
    return out;
  }

  private List<Double> train(Path output, Map<String, String> changes, int stopAfter) {
    Map<String, String> options = new HashMap<>(SMALL);
    options.putAll(changes);
    List<Double> losses = new ArrayList<>();
    trainer.train(
        Training.of(
            discs(),
            Options.bind(trainer.options(), options),
            output,
            new Trainer.Listener() {
              @Override
              public void step(long step, long steps, double loss) {
                losses.add(loss);
              }

              @Override
              public boolean cancelled() {
                return losses.size() >= stopAfter;
              }
            }));
    return losses;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).average().orElseThrow();
  }

  @Test
  void lossFallsAndTheFileServes() {
    Path file = folder.resolve("discs.safetensors");
    List<Double> losses =
        train(
            file,
            Map.of("steps", "150", "rate", "0.005", "muon", "0.02", "id", "discs"),
            Integer.MAX_VALUE);
    assertEquals(150, losses.size());
    // At first F = 0, and its target has variance 1; the draws of levels and crops vary by some 20
    // %
    assertEquals(1, mean(losses.subList(0, 5)), 0.35);
    assertTrue(
        mean(losses.subList(120, 150)) < 0.75 * mean(losses.subList(0, 5)), losses::toString);
    UNetProvider provider = new UNetProvider();
    Options options = Options.bind(provider.options(), Map.of("file", file.toString()));
    PriorCard card = provider.card(Context.of(options));
    assertEquals("discs", card.name());
    assertEquals(0.1, card.sigmaMin());
    Field clean = Field.zeros(Space.complex(24, 20));
    for (int i = 0; i < 480; i++) {
      clean.data()[2 * i] = discs().get(0).data()[i];
    }
    Field u = new CounterNoise(1).normals(0, 0, Purpose.of("u"), Field.zeros(clean.space()));
    u.scale(0.3).add(clean);
    try (Prior prior = provider.create(Context.of(options), clean.space())) {
      double after =
          prior
              .capability(Denoiser.class)
              .orElseThrow()
              .denoise(List.of(u), 0.3)
              .get(0)
              .subtract(clean)
              .norm();
      assertTrue(after < 0.8 * u.subtract(clean).norm(), "the error left is " + after);
    }
  }

  @Test
  void startsFromAnotherModel() {
    Path first = folder.resolve("first.safetensors");
    Path second = folder.resolve("second.safetensors");
    train(first, Map.of("steps", "3"), Integer.MAX_VALUE);
    // Rates of 0: what comes out is what went in, and in its shape.
    Map<String, String> still =
        Map.of(
            "steps", "2",
            "rate", "0",
            "muon", "0",
            "widths", "16,8,8",
            "blocks", "1,1,1",
            "start", first.toString());
    train(second, still, Integer.MAX_VALUE);
    Safetensors a = Safetensors.read(Safetensors.file(first), "a");
    Safetensors b = Safetensors.read(Safetensors.file(second), "b");
    assertEquals(a.metadata().get("tweedie.network"), b.metadata().get("tweedie.network"));
    assertEquals(a.tensors().keySet(), b.tensors().keySet());
    // Files hold half-precision floats: the moving average may round to a neighbour.
    a.tensors()
        .forEach((name, t) -> assertArrayEquals(t.data(), b.tensors().get(name).data(), 1e-3f));
    assertTrue(
        assertThrows(
                InvalidInputException.class,
                () ->
                    train(
                        folder.resolve("real.safetensors"),
                        Map.of("phase", "none", "start", first.toString()),
                        1))
            .getMessage()
            .contains("is for complex images, and these are real"));
  }

  @Test
  void resumeEqualsNoInterruption() {
    Path whole = folder.resolve("whole.safetensors");
    Path parts = folder.resolve("parts.safetensors");
    List<Double> expected = train(whole, Map.of("steps", "20"), Integer.MAX_VALUE);
    List<Double> actual = new ArrayList<>(train(parts, Map.of("steps", "20"), 7));
    assertFalse(Files.exists(parts));
    actual.addAll(train(parts, Map.of("steps", "20"), Integer.MAX_VALUE));
    assertEquals(expected, actual);
    Map<String, Safetensors.Tensor> a = Safetensors.read(Safetensors.file(whole), "a").tensors();
    Map<String, Safetensors.Tensor> b = Safetensors.read(Safetensors.file(parts), "b").tensors();
    assertEquals(a.keySet(), b.keySet());
    a.forEach((name, t) -> assertArrayEquals(t.data(), b.get(name).data(), name));
    assertEquals(List.of(), train(parts, Map.of("steps", "20"), Integer.MAX_VALUE));
  }

  @Test
  void saysWhatIsWrong() {
    Path file = folder.resolve("x.safetensors");
    train(file, Map.of("steps", "2"), Integer.MAX_VALUE);
    assertThrows(StateMismatchException.class, () -> train(file, Map.of("rate", "0.1"), 1));
    assertThrows(InvalidInputException.class, () -> train(file, Map.of("crop", "24"), 1));
    assertThrows(InvalidOptionException.class, () -> train(file, Map.of("crop", "18"), 1));
    assertThrows(InvalidOptionException.class, () -> train(file, Map.of("widths", "8,x"), 1));
    assertThrows(InvalidInputException.class, () -> train(file, Map.of("widths", "8"), 1));
    assertThrows(InvalidOptionException.class, () -> train(file, Map.of("sigma-min", "7"), 1));
    Options options = Options.bind(trainer.options(), SMALL);
    assertThrows(
        InvalidInputException.class,
        () -> trainer.train(Training.of(List.of(), options, file, null)));
  }

  private void train(List<Field> images, Map<String, String> changes) {
    Map<String, String> options = new HashMap<>(SMALL);
    options.put("steps", "1");
    options.putAll(changes);
    trainer.train(
        Training.of(
            images,
            Options.bind(trainer.options(), options),
            folder.resolve("images.safetensors"),
            new Trainer.Listener() {
              @Override
              public void step(long step, long steps, double loss) {}

              @Override
              public boolean cancelled() {
                return true; // after one step
              }
            }));
  }

  @ParameterizedTest
  @CsvSource({"1000,to", "255,to", "25,to", "-1,from -", "0.001,brighter than"})
  void imagesOfAnotherScaleAreRefused(double factor, String words) {
    List<Field> images = discs();
    images.forEach(f -> f.scale(factor));
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> train(images, Map.of()));
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertTrue(e.getMessage().contains("scale all images alike"), e.getMessage());
  }

  @Test
  void spectraAreNoImages() {
    // Orthonormal k-space of a grey 128 x 128 image is one point of 0.2 x 128
    Field spectrum = Field.zeros(Space.complex(128, 128));
    spectrum.data()[0] = 0.2f * 128;
    assertTrue(
        assertThrows(InvalidInputException.class, () -> train(List.of(spectrum), Map.of()))
            .getMessage()
            .contains("k-space"));
    spectrum.scale(-1);
    assertThrows(InvalidInputException.class, () -> train(List.of(spectrum), Map.of()));
    // A complex image may point anywhere, and a real one may ring below 0
    Field turned = Field.zeros(Space.complex(16, 16));
    turned.data()[0] = -1;
    train(List.of(turned), Map.of());
  }

  @Test
  void ringingAndBrightSpotsAreNoErrors() {
    Field f = discs().get(0);
    f.data()[0] = 4;
    f.data()[1] = -0.2f;
    train(List.of(f, Field.zeros(f.space())), Map.of());
  }

  @Test
  void bothEndsOfEveryOption() {
    List<String> words =
        List.of("", " ", "0", "-1", "8,", ",", "4096", "99999999999", "1,1,1,1,1,1,1", "\u001b[0m");
    for (OptionSpec option : trainer.options()) {
      List<String> values =
          switch (option.type()) {
            case INTEGER ->
                List.of(
                    Long.toString((long) option.minimum()), Long.toString((long) option.maximum()));
            case NUMBER ->
                List.of(Double.toString(option.minimum()), Double.toString(option.maximum()));
            case CHOICE -> option.choices();
            case FLAG -> List.of("true", "false");
            case TEXT, FILE -> words;
          };
      for (String value : values) {
        Path file = folder.resolve("x.safetensors");
        String tried = option.name() + "='" + value + "'";
        try {
          Files.deleteIfExists(folder.resolve("x.safetensors.checkpoint"));
          train(file, Map.of(option.name(), value), 1);
        } catch (TweedieException e) {
          assertEquals(1, e.getMessage().lines().count(), tried + ": " + e.getMessage());
        } catch (RuntimeException | IOException e) {
          fail(tried, e);
        }
      }
    }
    // Each within its range, their product beyond what an array holds
    Field large = Field.zeros(Space.real(1024, 1024));
    large.data()[0] = 1;
    assertThrows(
        InvalidOptionException.class,
        () -> train(List.of(large), Map.of("batch", "4096", "crop", "1024")));
  }

  @Test
  void aModelThatCannotBeWrittenIsFoundBeforeTheTraining() {
    for (Path path : List.of(folder, folder.resolve("no/where.safetensors"), Path.of("/"))) {
      assertThrows(ResourceException.class, () -> train(path, Map.of(), 1), path.toString());
    }
  }

  @Test
  void aDamagedCheckpointIsRefused() {
    Path file = folder.resolve("y.safetensors");
    Path checkpoint = folder.resolve("y.safetensors.checkpoint");
    train(file, Map.of("id", "a\tname"), 2);
    Safetensors good = Safetensors.read(Safetensors.file(checkpoint), "y");
    List<Safetensors> damaged = new ArrayList<>();
    for (String step : List.of("", "-3", "many", "99999999999999999999")) {
      Map<String, String> metadata = new HashMap<>(good.metadata());
      metadata.put("step", step);
      damaged.add(new Safetensors(metadata, good.tensors()));
    }
    Map<String, String> none = new HashMap<>(good.metadata());
    none.remove("step");
    damaged.add(new Safetensors(none, good.tensors()));
    Map<String, Safetensors.Tensor> less = new HashMap<>(good.tensors());
    less.remove("first:head.bias");
    damaged.add(new Safetensors(good.metadata(), less));
    Map<String, Safetensors.Tensor> other = new HashMap<>(good.tensors());
    other.put("average:head.bias", new Safetensors.Tensor(new int[] {1}, new float[1]));
    damaged.add(new Safetensors(good.metadata(), other));
    for (Safetensors d : damaged) {
      d.write(checkpoint, false);
      StateMismatchException e =
          assertThrows(StateMismatchException.class, () -> train(file, Map.of("id", "a\tname"), 1));
      assertTrue(e.getMessage().contains("damaged"), e.getMessage());
    }
    good.write(checkpoint, false);
    assertEquals(1, train(file, Map.of("id", "a\tname"), 1).size());
  }
}
