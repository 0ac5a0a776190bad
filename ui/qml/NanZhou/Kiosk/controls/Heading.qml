import QtQuick
import NanZhou.Kiosk

// What the page or a part of it is about.
Text {
    font { family: Theme.serif; pixelSize: Theme.title; weight: Font.Bold }
    color: Theme.text
    wrapMode: Text.Wrap
    Accessible.role: Accessible.Heading
    Accessible.name: text
}
