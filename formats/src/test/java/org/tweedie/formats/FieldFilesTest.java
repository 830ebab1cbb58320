package org.tweedie.formats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tweedie.formats.Reference.assertFails;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/** The choice of the format, and files that are never half written. */
class FieldFilesTest {
  @TempDir Path folder;

  @Test
  void anUnknownSuffixListsTheKnownOnes() throws IOException {
    Path file = folder.resolve("image.tiff");
    assertFails(ResourceException.class, () -> FieldFiles.read(file), "there is no file");
    Files.writeString(file, "II");
    assertFails(
        InvalidInputException.class,
        () -> FieldFiles.read(file),
        "image.tiff",
        ".npy",
        ".npz",
        ".cfl",
        ".nii.gz",
        ".png");
    assertFails(
        InvalidInputException.class,
        () -> FieldFiles.write(file, Field.zeros(Space.real(1))),
        ".nii");
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a.npy");
    Files.writeString(file, "old");
    assertFails(
        ResourceException.class,
        () ->
            AtomicFile.write(
                file,
                out -> {
                  out.write(1);
                  throw new IOException("the disk is full");
                }),
        "a.npy",
        "the disk is full");
    assertEquals("old", Files.readString(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void aMissingFolderIsNamed() {
    assertFails(
        ResourceException.class,
        () -> FieldFiles.write(folder.resolve("no/a.npy"), Field.zeros(Space.real(1))),
        "no/a.npy",
        "no such file or folder");
  }

  @Test
  void suffixesIgnoreCase() {
    Path file = folder.resolve("A.NPY");
    FieldFiles.write(file, Field.wrap(Space.real(2), new float[] {1, 2}));
    assertArrayEquals(new float[] {1, 2}, FieldFiles.read(file).data());
  }

  @Test
  void aNameAsLongAsNamesCanBeIsWritten() throws IOException {
    Path file = folder.resolve("n".repeat(251) + ".npy");
    FieldFiles.write(file, Field.wrap(Space.real(1), new float[] {3}));
    assertArrayEquals(new float[] {3}, FieldFiles.read(file).data());
  }

  @Test
  void anInterruptDoesNotCostTheResult() {
    Path file = folder.resolve("a.npy");
    Thread.currentThread().interrupt();
    FieldFiles.write(file, Field.wrap(Space.real(1), new float[] {3}));
    assertTrue(Thread.interrupted(), "the interrupt is kept for the caller");
    assertArrayEquals(new float[] {3}, FieldFiles.read(file).data());
  }

  @Test
  void aPairOfHeaderAndVoxelsIsNamedForWhatItIs() throws IOException {
    Files.write(folder.resolve("pair.hdr"), new byte[348]);
    Files.write(folder.resolve("pair.img"), new byte[8]);
    for (String half : new String[] {"pair.hdr", "pair.img"}) {
      assertFails(
          InvalidInputException.class,
          () -> FieldFiles.read(folder.resolve(half)),
          half,
          "pair .hdr and .img",
          "one file .nii");
    }
  }
}
