package dev.carousel.data;

/**
 * A line of a file, or a file as a whole, for messages.
 *
 * @param file what the experiment calls the file
 * @param line its number, from 1; 0 for the whole file
 */
public record Place(String file, int line) {
  /**
   * A file as a whole, where there are no lines to count.
   *
   * @param file what the experiment calls the file
   * @return its place
   */
  public static Place whole(String file) {
    return new Place(file, 0);
  }

  /**
   * Says what is wrong here.
   *
   * @param what one or two sentences without a full stop
   * @return to be thrown
   */
  public InvalidDataException refusal(String what) {
    return new InvalidDataException(this + ": " + what);
  }

  /**
   * As messages begin.
   *
   * @return such as "train.txt, line 3", or "train.txt" for all of it
   */
  @Override
  public String toString() {
    return line == 0 ? file : file + ", line " + line;
  }
}
