package org.tweedie.formats;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/**
 * NIfTI-1 in one file, {@code .nii} or compressed {@code .nii.gz}.
 *
 * <p>NIfTI's first index runs fastest, so its dimensions are the field's in reverse: a volume of
 * {@code nx} columns, {@code ny} rows and {@code nz} slices is the field {@code [nz, ny, nx]}, in
 * the order in which the file stores it; dimensions of extent 1 are left out. The scaling {@code
 * scl_slope·v + scl_inter} of the header is applied. Orientation is neither read nor written: a
 * field has rows and columns, not left and right, so files are marked as having no known relation
 * to the patient.
 *
 * <p>Written as float32 or complex64, little-endian, with the spacing in millimetres where it is
 * known and 1 otherwise. Follows the NIfTI-1.1 header of 348 bytes (nifti1.h, Cox et al. 2004).
 */
public final class NiftiFormat implements FieldFormat {
  private static final int HEADER = 348;
  private static final int DATA_OFFSET = 352;
  private static final int MAX_RANK = 7;
  private static final byte MILLIMETRES = 2;
  private static final short CODE_FLOAT32 = 16;
  private static final short CODE_COMPLEX64 = 32;
  private static final Map<Integer, ElementType> TYPES =
      Map.ofEntries(
          Map.entry(2, ElementType.UINT8),
          Map.entry(4, ElementType.INT16),
          Map.entry(8, ElementType.INT32),
          Map.entry((int) CODE_FLOAT32, ElementType.FLOAT32),
          Map.entry((int) CODE_COMPLEX64, ElementType.COMPLEX64),
          Map.entry(64, ElementType.FLOAT64),
          Map.entry(256, ElementType.INT8),
          Map.entry(512, ElementType.UINT16),
          Map.entry(768, ElementType.UINT32),
          Map.entry(1024, ElementType.INT64),
          Map.entry(1280, ElementType.UINT64),
          Map.entry(1792, ElementType.COMPLEX128));

  // Offsets of the fields of the header that are used here.
  private static final int DIM = 40;
  private static final int DATATYPE = 70;
  private static final int BITPIX = 72;
  private static final int PIXDIM = 76;
  private static final int VOX_OFFSET = 108;
  private static final int SCL_SLOPE = 112;
  private static final int SCL_INTER = 116;
  private static final int XYZT_UNITS = 123;
  private static final int DESCRIP = 148;
  private static final int MAGIC = 344;

  /** The format. */
  public NiftiFormat() {}

  @Override
  public String title() {
    return "NIfTI-1 image";
  }

  @Override
  public List<String> suffixes() {
    return List.of(".nii.gz", ".nii");
  }

  @Override
  public FieldFile read(Path path) {
    ElementReader.requireFile(path);
    try (BufferedInputStream file = new BufferedInputStream(Files.newInputStream(path));
        InputStream in = inflate(file)) {
      byte[] bytes = in.readNBytes(HEADER);
      ByteBuffer header = header(path, bytes);
      int type = header.getShort(DATATYPE) & 0xffff;
      ElementType element = TYPES.get(type);
      if (element == null) {
        throw new InvalidInputException(
            path + " has NIfTI data type " + type + ", which is not one number per voxel",
            "convert it to float32");
      }
      int rank = header.getShort(DIM);
      if (rank < 1 || rank > MAX_RANK) {
        throw new InvalidInputException(
            path + " claims to have " + rank + " dimensions, NIfTI has 1 to 7",
            "check that the file is not damaged");
      }
      int[] shape = new int[rank];
      for (int i = 0; i < rank; i++) {
        shape[rank - 1 - i] = header.getShort(DIM + 2 * (i + 1));
      }
      Space stored = ElementReader.space(path, element, shape);
      long gap = (long) header.getFloat(VOX_OFFSET) - HEADER;
      if (gap < 0 || gap > 1 << 28) {
        throw new InvalidInputException(
            path + " says that its voxels begin at byte " + header.getFloat(VOX_OFFSET),
            "check that the file is not damaged");
      }
      in.skipNBytes(gap);
      long left = in == file ? Files.size(path) - HEADER - gap : ElementReader.UNKNOWN;
      Field field = ElementReader.read(in, stored, element, header.order(), path.toString(), left);
      scale(field, header.getFloat(SCL_SLOPE), header.getFloat(SCL_INTER));
      return withoutSingletons(field, header, shape);
    } catch (ZipException e) {
      throw new InvalidInputException(
          path + " is damaged: it cannot be decompressed (" + ElementReader.reason(e) + ")",
          "copy or write the file again",
          e);
    } catch (EOFException e) {
      throw new InvalidInputException(
          path + " is truncated: it ends within the compressed data or before the voxels",
          "copy or write the file again",
          e);
    } catch (IOException e) {
      throw ElementReader.unreadable(path, e);
    }
  }

  // The content decides, not the name: files named .nii that are compressed are common.
  private static InputStream inflate(BufferedInputStream in) throws IOException {
    in.mark(2);
    byte[] start = in.readNBytes(2);
    in.reset();
    boolean gzip = start.length == 2 && start[0] == 0x1f && (start[1] & 0xff) == 0x8b;
    return gzip ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16)) : in;
  }

  private static ByteBuffer header(Path path, byte[] bytes) {
    if (bytes.length < HEADER) {
      throw new InvalidInputException(
          path
              + " is truncated within its header: NIfTI-1 has "
              + HEADER
              + " bytes, found "
              + bytes.length,
          "copy or write the file again");
    }
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (header.getInt(0) != HEADER) {
      header.order(ByteOrder.BIG_ENDIAN);
    }
    String magic = new String(bytes, MAGIC, 3, StandardCharsets.ISO_8859_1);
    if (header.getInt(0) != HEADER || !magic.equals("n+1")) {
      throw new InvalidInputException(
          path + " is not a NIfTI-1 file: its header lacks the size 348 and the mark 'n+1'",
          "convert it to NIfTI-1 in one file");
    }
    return header;
  }

  private static void scale(Field field, float slope, float intercept) {
    if (slope == 0 || !Float.isFinite(slope) || !Float.isFinite(intercept)) {
      return; // the standard: a slope of 0 means that the values are not scaled
    }
    if (slope == 1 && intercept == 0) {
      return;
    }
    float[] v = field.data();
    int step = field.space().scalar().components();
    for (int i = 0; i < v.length; i++) {
      // an intercept is a real number and so belongs to real parts alone
      v[i] = slope * v[i] + (i % step == 0 ? intercept : 0);
    }
  }

  private static FieldFile withoutSingletons(Field field, ByteBuffer header, int[] shape) {
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] > 1) {
        kept.add(i);
      }
    }
    int[] dims = kept.stream().mapToInt(i -> shape[i]).toArray();
    Field result = Field.wrap(Space.of(field.space().scalar(), dims), field.data());
    int unit = header.get(XYZT_UNITS) & 7;
    double toMillimetres = unit == 1 ? 1000 : unit == 3 ? 1e-3 : 1;
    double[] spacing = new double[dims.length];
    boolean known = unit != 0 && dims.length > 0;
    for (int i = 0; i < dims.length; i++) {
      int dimension = shape.length - kept.get(i); // NIfTI counts from 1, fastest first
      // only the first three are lengths; the fourth is time
      spacing[i] =
          dimension <= 3 ? Math.abs(header.getFloat(PIXDIM + 4 * dimension)) * toMillimetres : 1;
      known &= spacing[i] > 0 && Double.isFinite(spacing[i]);
    }
    return new FieldFile(
        result, OptionalDouble.empty(), known ? Optional.of(spacing) : Optional.empty());
  }

  /** What to say of the older kind of NIfTI and Analyze, which has header and voxels apart. */
  static InvalidInputException pair(Path path) {
    return new InvalidInputException(
        path + " is one half of a pair .hdr and .img, as NIfTI and Analyze have them",
        "convert the pair to one file .nii or .nii.gz (fslchfiletype NIFTI, or nibabel)");
  }

  @Override
  public void write(Path path, FieldFile content) {
    Field field = content.field();
    int[] shape = field.space().shape();
    long[] extents = Arrays.stream(shape).asLongStream().toArray();
    ByteBuffer header = header(field.space().isComplex(), content.spacing(), extents);
    write(path, header, out -> ElementReader.write(out, field.data()));
  }

  /**
   * Writes fields of one space as one image with a new first axis, which is NIfTI's last. They are
   * written as they come and need not be in memory together.
   *
   * @param path the file, {@code .nii} or {@code .nii.gz}; a complete file of that name is replaced
   * @param each the space of every field, of rank 1 to 6
   * @param count how many fields there are, 1 to 32767
   * @param fields the fields; iterated once
   * @throws org.tweedie.api.error.ResourceException if the folder is missing or not writable
   * @throws InvalidInputException if they do not fit into the format
   * @throws org.tweedie.api.error.ShapeMismatchException if a field has another space; then, as
   *     after every failure, a file of that name is as it was
   * @throws IllegalArgumentException if there are not exactly {@code count} fields
   */
  public static void writeStack(Path path, Space each, long count, Iterable<Field> fields) {
    long[] extents =
        LongStream.concat(LongStream.of(count), Arrays.stream(each.shape()).asLongStream())
            .toArray();
    ByteBuffer header = header(each.isComplex(), Optional.empty(), extents);
    write(path, header, out -> ElementReader.write(out, each, count, fields));
  }

  private static void write(Path path, ByteBuffer header, AtomicFile.Content voxels) {
    boolean compress = path.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    AtomicFile.write(
        path,
        out -> {
          OutputStream to = compress ? new GZIPOutputStream(out, 1 << 16) : out;
          to.write(header.array());
          voxels.writeTo(to);
          if (to instanceof GZIPOutputStream gzip) {
            gzip.finish();
          }
        });
  }

  /**
   * All that comes before the voxels.
   *
   * @param shape slowest axis first
   */
  private static ByteBuffer header(boolean complex, Optional<double[]> spacing, long... shape) {
    int rank = Math.max(1, shape.length);
    if (rank > MAX_RANK) {
      throw new InvalidInputException(
          "a field of rank " + rank + " does not fit NIfTI's " + MAX_RANK + " dimensions",
          "write it as .npy");
    }
    ByteBuffer header = ByteBuffer.allocate(DATA_OFFSET).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0, HEADER);
    header.putShort(DIM, (short) rank);
    header.putFloat(PIXDIM, 1); // qfac
    for (int i = 1; i <= MAX_RANK; i++) {
      int axis = shape.length - i;
      long extent = axis >= 0 ? shape[axis] : 1;
      if (extent > Short.MAX_VALUE) {
        throw new InvalidInputException(
            "the extent " + extent + " does not fit NIfTI's 16 bits", "write it as .npy");
      }
      header.putShort(DIM + 2 * i, (short) extent);
      header.putFloat(
          PIXDIM + 4 * i, axis >= 0 && spacing.isPresent() ? (float) spacing.get()[axis] : 1);
    }
    header.putShort(DATATYPE, complex ? CODE_COMPLEX64 : CODE_FLOAT32);
    header.putShort(BITPIX, (short) (complex ? 64 : 32));
    header.putFloat(VOX_OFFSET, DATA_OFFSET);
    header.putFloat(SCL_SLOPE, 1);
    header.put(XYZT_UNITS, spacing.isPresent() ? MILLIMETRES : 0);
    header.position(DESCRIP);
    header.put("Tweedie".getBytes(StandardCharsets.US_ASCII));
    header.position(MAGIC);
    header.put(new byte[] {'n', '+', '1', 0});
    return header;
  }
}
