package org.tweedie.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.formats.FieldFiles;

/** Numbers that are images in [0, 1], and numbers that are not. */
class TrainingImagesTest {
  private static final int N = 64;

  @TempDir Path folder;
  private Field discs;

  /** A stack of discs of 0.3 to 0.9 with an edge of 1. */
  @BeforeEach
  void draw() {
    discs = Field.zeros(Space.real(3, N, N));
    for (int k = 0; k < 3; k++) {
      for (int y = 0; y < N; y++) {
        for (int x = 0; x < N; x++) {
          double r = Math.hypot(y - N / 2.0, x - N / 2.0);
          discs.data()[(k * N + y) * N + x] = r < 20 ? 0.3f + 0.3f * k : r < 22 ? 1 : 0;
        }
      }
    }
  }

  private List<Field> read(Field images) {
    FieldFiles.write(folder.resolve("images.npy"), images);
    return TrainingImages.read(List.of(folder));
  }

  private void refuses(Field images, String... words) {
    String sentence = assertThrows(InvalidInputException.class, () -> read(images)).getMessage();
    for (String w : words) {
      assertTrue(sentence.contains(w), "'" + w + "' is not in: " + sentence);
    }
  }

  private static Field complex(Field real) {
    int[] s = real.space().shape();
    Field z = Field.zeros(Space.complex(s));
    for (int i = 0; i < real.data().length; i++) {
      // turned by 2 radians: a negative real part is no fault
      z.data()[2 * i] = (float) (Math.cos(2) * real.data()[i]);
      z.data()[2 * i + 1] = (float) (Math.sin(2) * real.data()[i]);
    }
    return z;
  }

  @Test
  void imagesPass() {
    assertEquals(3, read(discs).size());
    assertEquals(3, read(complex(discs)).size());
    assertEquals(3, read(discs.copy().scale(1.9)).size(), "somewhat above 1");
    Field spot = discs.copy();
    spot.data()[5] = 40; // one hot pixel
    spot.data()[6] = -40;
    assertEquals(3, read(spot).size());
    assertEquals(1, read(Field.zeros(Space.real(8, 8)).fill(0.5)).size());
  }

  @Test
  void anotherUnitIsRefused() {
    refuses(discs.copy().scale(1000), "images.npy", "reach 1000", "divide", "about 1000");
    refuses(complex(discs).scale(1000), "reach 1000");
    refuses(discs.copy().scale(255), "reach 255");
    refuses(discs.copy().scale(1e-4), "no value", "above 0.0001");
    refuses(Field.zeros(Space.real(N, N)), "no value");
    Field signed = discs.copy();
    for (int i = 0; i < signed.data().length; i++) {
      signed.data()[i] = 2 * signed.data()[i] - 1; // [-1, 1]
    }
    refuses(signed, "go down to -1", "map their range");
  }

  /** The transform of a disc is a Bessel function over its argument: a peak and weak rings. */
  @Test
  void kspaceIsRefused() {
    for (int centre : new int[] {N / 2, 0}) {
      Field k = Field.zeros(Space.complex(2, N, N));
      for (int i = 0; i < 2 * N * N; i++) {
        int y = Math.floorMod(i / N % N - centre + N / 2, N) - N / 2;
        int x = Math.floorMod(i % N - centre + N / 2, N) - N / 2;
        double r = 0.3 * Math.hypot(y, x) * 6;
        k.data()[2 * i] = (float) (r == 0 ? 1 : Math.sin(r) / (r * Math.sqrt(1 + r)));
      }
      refuses(k, folder.toString(), "look like k-space", "transform");
    }
  }

  @Test
  void aSmallThingInOneSliceIsNoKspace() {
    Field stack = discs.copy();
    java.util.Arrays.fill(stack.data(), 0, N * N, 0f);
    stack.data()[20 * N + 30] = 0.8f;
    stack.data()[20 * N + 31] = 0.7f;
    assertEquals(3, read(stack).size());
  }

  @Test
  void anEmptyFolderIsNamed() {
    String sentence =
        assertThrows(InvalidInputException.class, () -> TrainingImages.read(List.of(folder)))
            .getMessage();
    assertTrue(sentence.contains("no image in " + folder), sentence);
  }
}
