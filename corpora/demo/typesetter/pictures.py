"""Draw the pictures of the demo corpus: `python typesetter/pictures.py FOLDER`. The build reads the files."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1100, 780
Colour = tuple[int, int, int]


class Scene:
    """A canvas with a sky, on which a scene is drawn from far to near."""

    def __init__(self, seed: int, top: Colour, bottom: Colour) -> None:
        self.rng = np.random.default_rng(seed)
        shade = np.linspace(0, 1, HEIGHT)[:, None, None]
        sky = np.array(top) * (1 - shade) + np.array(bottom) * shade
        self.image = Image.fromarray(np.broadcast_to(sky, (HEIGHT, WIDTH, 3)).astype(np.uint8))
        self.clouds()

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        """A pen for the canvas as it is now."""
        return ImageDraw.Draw(self.image)

    def noise(self, cells: int, contrast: float) -> Image.Image:
        """Soft grey noise of the given coarseness."""
        values = self.rng.normal(128, contrast, (max(2, cells * HEIGHT // WIDTH), cells)).clip(0, 255)
        return Image.fromarray(values.astype(np.uint8)).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)

    def clouds(self) -> None:
        """Brighten the sky in soft banks."""
        mask = self.noise(14, 50).point(lambda grey: max(0, (grey - 120) * 2))
        self.image.paste((245, 246, 248), mask=mask.filter(ImageFilter.GaussianBlur(14)))

    def ridge(self, base: float, rise: float, colour: Colour, waves: int = 3) -> None:
        """Draw a range of hills, with texture."""
        phases, heights = self.rng.uniform(0, 6.3, waves), self.rng.uniform(0.3, 1, waves)
        line = []
        for x in range(0, WIDTH + 8, 8):
            turns = (x / WIDTH * 3 * (k + 1) + phase for k, phase in enumerate(phases))
            swell = sum(height * math.sin(turn) for height, turn in zip(heights, turns, strict=True))
            line.append((x, HEIGHT * base - HEIGHT * rise * swell / waves))
        mask = Image.new("L", (WIDTH, HEIGHT))
        ImageDraw.Draw(mask).polygon([*line, (WIDTH, HEIGHT), (0, HEIGHT)], fill=255)
        self.textured(mask, colour, 150)

    def textured(self, mask: Image.Image, colour: Colour, cells: int) -> None:
        """Fill the mask with a colour that varies as grass or stone does."""
        fine, coarse = np.asarray(self.noise(cells, 30), float), np.asarray(self.noise(12, 30), float)
        shade = (0.55 * fine + 0.45 * coarse)[:, :, None] / 128
        layer = Image.fromarray((np.array(colour) * shade).clip(0, 255).astype(np.uint8))
        self.image.paste(layer, mask=mask.filter(ImageFilter.GaussianBlur(0.8)))

    def trees(self, y: float, count: int, size: float, colour: Colour) -> None:
        """Plant round trees along a line."""
        for x in self.rng.uniform(-20, WIDTH, count):
            mask = Image.new("L", (WIDTH, HEIGHT))
            pen, height = ImageDraw.Draw(mask), size * self.rng.uniform(0.7, 1.3)
            foot = HEIGHT * y + self.rng.uniform(-8, 8)
            pen.rectangle((x - height / 18, foot - height / 2, x + height / 18, foot), fill=255)
            for _ in range(9):
                left, top = x + self.rng.normal(0, height / 6), foot - height * 0.7 + self.rng.normal(0, height / 8)
                r = height * self.rng.uniform(0.12, 0.22)
                pen.ellipse((left - r, top - r, left + r, top + r), fill=255)
            self.textured(mask, tuple(int(c * self.rng.uniform(0.75, 1.15)) for c in colour), 220)  # type: ignore[arg-type]

    def house(
        self, x: float, y: float, width: float, height: float, wall: Colour, *, floors: int = 2, roof: bool = True
    ) -> None:
        """Build a house with windows and, if asked, a pitched roof."""
        mask = Image.new("L", (WIDTH, HEIGHT))
        ImageDraw.Draw(mask).rectangle((x, y - height, x + width, y), fill=255)
        self.textured(mask, wall, 260)
        pen = self.pen
        if roof:
            peak = y - height - width * 0.38
            pen.polygon([(x - 6, y - height), (x + width / 2, peak), (x + width + 6, y - height)], fill=(92, 66, 58))
        across = max(2, int(width // 46))
        for floor in range(floors):
            for k in range(across):
                left, top = x + width * (k + 0.28) / across, y - height + height * (floor + 0.25) / floors
                right, bottom = left + width * 0.44 / across, top + height * 0.45 / floors
                light = int(self.rng.choice([70, 95, 150, 205]))
                glass = (light, light, min(255, light + 18))
                pen.rectangle((left, top, right, bottom), fill=glass, outline=(235, 232, 225), width=3)

    def people(self, y: float, count: int, size: float) -> None:
        """Set figures on a line, seen from behind and out of focus."""
        for x in np.sort(self.rng.uniform(40, WIDTH - 40, count)):
            coat = tuple(int(c) for c in self.rng.integers(40, 190, 3))
            tall, foot, pen = size * self.rng.uniform(0.85, 1.1), HEIGHT * y + self.rng.uniform(-10, 10), self.pen
            pen.rounded_rectangle((x - tall * 0.16, foot - tall * 0.78, x + tall * 0.16, foot), tall * 0.12, fill=coat)
            skin = (int(self.rng.integers(90, 225)),) * 3
            head = (skin[0], int(skin[0] * 0.8), int(skin[0] * 0.68))
            pen.ellipse((x - tall * 0.1, foot - tall, x + tall * 0.1, foot - tall * 0.79), fill=head)

    def water(self, y: float, colour: Colour) -> None:
        """Flood the foreground, with glints."""
        mask = Image.new("L", (WIDTH, HEIGHT))
        ImageDraw.Draw(mask).rectangle((0, HEIGHT * y, WIDTH, HEIGHT), fill=255)
        self.textured(mask, colour, 90)
        for _ in range(260):
            x, line = self.rng.uniform(0, WIDTH), self.rng.uniform(HEIGHT * y, HEIGHT)
            glint = tuple(min(255, c + 38) for c in colour)
            self.pen.line((x, line, x + self.rng.uniform(8, 70), line), fill=glint, width=2)

    def photographed(self) -> Image.Image:
        """The scene as a camera would see it: soft, darker at the edges, with a little grain."""
        soft = np.asarray(self.image.filter(ImageFilter.GaussianBlur(1.3)), float)
        y, x = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
        dark = 1 - 0.28 * (x**2 + y**2)[:, :, None] / 2
        grain = self.rng.normal(0, 2.2, (HEIGHT, WIDTH, 1))
        return Image.fromarray((soft * dark + grain).clip(0, 255).astype(np.uint8))


def hills() -> Scene:
    """Fields and woods."""
    scene = Scene(1, (120, 160, 205), (225, 228, 222))
    scene.ridge(0.45, 0.1, (120, 140, 150))
    scene.ridge(0.55, 0.09, (104, 130, 100))
    scene.ridge(0.66, 0.08, (112, 140, 70))
    scene.ridge(0.82, 0.06, (140, 150, 72))
    scene.trees(0.7, 26, 60, (58, 84, 48))
    scene.trees(0.92, 7, 170, (50, 76, 40))
    return scene


def street() -> Scene:
    """A terrace with parked cars."""
    scene = Scene(2, (150, 170, 195), (222, 220, 214))
    for k in range(7):
        wall = ((158, 96, 76), (176, 150, 124), (190, 182, 168), (150, 88, 70))[k % 4]
        scene.house(-30 + k * 172, HEIGHT * 0.74, 166, 270, wall)
    scene.pen.rectangle((0, HEIGHT * 0.74, WIDTH, HEIGHT * 0.79), fill=(150, 148, 142))
    scene.pen.rectangle((0, HEIGHT * 0.79, WIDTH, HEIGHT), fill=(78, 78, 82))
    for x, colour in ((90, (150, 30, 32)), (420, (60, 76, 110)), (800, (190, 192, 196))):
        scene.pen.rounded_rectangle((x, HEIGHT * 0.77, x + 210, HEIGHT * 0.86), 18, fill=colour)
        dark = tuple(int(c * 0.75) for c in colour)
        scene.pen.rounded_rectangle((x + 40, HEIGHT * 0.715, x + 165, HEIGHT * 0.79), 20, fill=dark)
        for wheel in (35, 150):
            scene.pen.ellipse((x + wheel, HEIGHT * 0.825, x + wheel + 42, HEIGHT * 0.825 + 42), fill=(24, 24, 26))
    return scene


def river() -> Scene:
    """A river under trees."""
    scene = Scene(3, (140, 170, 200), (230, 226, 210))
    scene.ridge(0.5, 0.08, (104, 124, 108))
    scene.ridge(0.58, 0.04, (110, 134, 74))
    scene.trees(0.6, 22, 120, (56, 86, 46))
    scene.water(0.62, (92, 112, 120))
    scene.trees(1.02, 3, 300, (44, 70, 38))
    return scene


def hospital() -> Scene:
    """A block of wards with a car park."""
    scene = Scene(4, (150, 178, 205), (226, 228, 226))
    scene.trees(0.66, 14, 90, (64, 90, 56))
    scene.house(140, HEIGHT * 0.74, 560, 370, (196, 194, 188), floors=5, roof=False)
    scene.house(640, HEIGHT * 0.74, 360, 220, (150, 104, 86), floors=3, roof=False)
    scene.pen.rectangle((560, HEIGHT * 0.62, 700, HEIGHT * 0.74), fill=(60, 90, 120))
    scene.pen.rectangle((0, HEIGHT * 0.74, WIDTH, HEIGHT), fill=(96, 96, 98))
    scene.people(0.9, 7, 130)
    return scene


def park() -> Scene:
    """Grass, trees and people."""
    scene = Scene(5, (150, 180, 210), (232, 232, 220))
    scene.ridge(0.62, 0.03, (96, 126, 70))
    scene.trees(0.64, 18, 170, (62, 92, 50))
    scene.ridge(0.72, 0.02, (124, 152, 74))
    scene.people(0.84, 8, 150)
    return scene


def coast() -> Scene:
    """Sea, headland and beach."""
    scene = Scene(6, (120, 160, 200), (230, 226, 214))
    scene.ridge(0.5, 0.07, (118, 132, 120), 2)
    scene.water(0.5, (86, 120, 138))
    scene.ridge(0.86, 0.04, (196, 180, 144), 2)
    scene.people(0.92, 4, 90)
    return scene


def town() -> Scene:
    """Roofs, a church tower and hills."""
    scene = Scene(7, (140, 162, 192), (230, 224, 214))
    scene.ridge(0.46, 0.06, (112, 130, 120))
    scene.house(520, HEIGHT * 0.62, 70, 300, (150, 144, 132), floors=4)
    for row, y in enumerate((0.58, 0.68, 0.8, 0.95)):
        for k in range(9 - row):
            wall = ((166, 104, 82), (190, 178, 160), (146, 92, 76), (204, 198, 188))[(k + row) % 4]
            size = 110 + 26 * row
            scene.house(-40 + k * (size + 24) + 30 * (row % 2), HEIGHT * y, size, size * 0.72, wall)
    scene.trees(0.98, 6, 120, (60, 86, 48))
    return scene


def meeting() -> Scene:
    """A hall with people round tables."""
    scene = Scene(8, (196, 190, 180), (214, 206, 194))
    for k in range(5):
        window = (60 + k * 215, 60, 200 + k * 215, 330)
        scene.pen.rectangle(window, fill=(226, 234, 240), outline=(150, 140, 128), width=8)
    scene.pen.rectangle((0, HEIGHT * 0.6, WIDTH, HEIGHT), fill=(132, 98, 70))
    for y, size, count in ((0.72, 190, 9), (0.9, 260, 6), (1.08, 330, 5)):
        scene.people(y, count, size)
        scene.pen.rounded_rectangle((80, HEIGHT * y - 40, WIDTH - 80, HEIGHT * y - 8), 14, fill=(222, 216, 206))
    return scene


def main(folder: Path) -> None:
    """Write one JPEG a scene."""
    for draw in (hills, street, river, hospital, park, coast, town, meeting):
        draw().photographed().save(folder / f"{draw.__name__}.jpg", "JPEG", quality=62)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
