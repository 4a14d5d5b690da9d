"""GeoJSON (RFC 7946): the records with a place, as points in longitude and latitude of WGS-84."""

from decimal import Decimal

import orjson

from projects.exports.downloads import download, in_chunks


def write(extract):
    """Yield the collection in pieces of bytes; how many records have no place stands in its member `unlocated`."""
    yield b'{"type":"FeatureCollection",' + orjson.dumps(extract.about())[1:-1] + b',"features":['
    located = unlocated = 0
    for reference, point, properties in extract.places():
        if point is None:
            unlocated += 1
            continue
        feature = {
            "type": "Feature",
            "id": reference,
            "geometry": {"type": "Point", "coordinates": point},
            "properties": properties,
        }
        yield (b",\n" if located else b"\n") + orjson.dumps(feature, default=figure)
        located += 1
    yield b'\n],"unlocated":%d}\n' % unlocated


def figure(value):
    """Return a Decimal as a number of JSON, which maps are drawn by."""
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value))


def respond(extract):
    """Return the places of the extract, streamed."""
    return download(in_chunks(write(extract)), extract.name, "geojson", "application/geo+json")
