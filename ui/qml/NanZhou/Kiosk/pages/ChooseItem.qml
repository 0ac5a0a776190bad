pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk

// Home: what can be done here. Few items become broad cards, many a grid; all of them can be searched.
KioskPage {
    id: root
    bare: true
    property bool searching: false
    readonly property int count: page.tiles.length
    readonly property bool few: count <= 3
    readonly property int columns: few || (large && count > 4) ? 1 : large || count <= 4 ? 2 : 3
    // Large text, or half a screen: a list reads better than a grid.
    readonly property bool large: !wide && (Theme.elder || lowered)
    readonly property bool broad: columns === 1 || wide
    readonly property real side: wide ? 40 : Theme.margin
    onRenewed: searching = false

    GridLayout {
        visible: !root.searching
        Layout.margins: root.side
        Layout.topMargin: root.wide ? 32 : 40
        Layout.bottomMargin: root.wide ? 24 : 28
        columns: root.wide ? 2 : 1
        columnSpacing: 44
        rowSpacing: root.count > 6 ? 20 : Theme.gap + 4

        Rectangle {
            id: hero
            Layout.fillWidth: !root.wide
            Layout.fillHeight: root.wide
            Layout.maximumHeight: root.wide ? root.room - 56 : -1
            Layout.alignment: Qt.AlignTop
            Layout.preferredWidth: root.wide ? Math.round(root.width * 0.335) : -1
            Layout.preferredHeight: root.wide ? -1 : root.lowered ? Math.max(heroWords.implicitHeight + 76, root.height * 0.34) : heroWords.implicitHeight + 76
            radius: Theme.panel
            gradient: Gradient {
                orientation: root.wide ? Gradient.Vertical : Gradient.Horizontal
                GradientStop { position: 0; color: Theme.ink }
                GradientStop { position: 1; color: Theme.inkDeep }
            }
            Rectangle { y: 52; width: 8; height: 70; radius: 4; color: Theme.gold }
            ColumnLayout {
                id: heroWords
                anchors { left: parent.left; right: parent.right; margins: 48; verticalCenter: parent.verticalCenter }
                spacing: 10
                Heading {
                    Layout.fillWidth: true
                    text: qsTr("您好，想办什么事？")
                    font.pixelSize: root.wide ? Math.round(Theme.display * 0.8) : Theme.display
                    color: Theme.white
                }
                Paragraph {
                    Layout.fillWidth: true
                    text: qsTr("点选一个事项就开始。需要身份证时，我们会提醒您。")
                    color: Theme.whiteSoft
                }
                GridLayout {
                    id: ways
                    visible: root.wide || root.count <= 6
                    Layout.fillWidth: true
                    Layout.topMargin: root.wide ? 40 : 26
                    columns: root.wide ? 1 : 3
                    columnSpacing: 20
                    rowSpacing: 26
                    uniformCellWidths: true
                    Repeater {
                        model: [
                            { symbol: "pointer", text: qsTr("选事项") },
                            { symbol: "id-card", text: qsTr("刷身份证") },
                            { symbol: "file-check", text: qsTr("拿结果") }
                        ]
                        RowLayout {
                            id: way
                            required property var modelData
                            required property int index
                            Layout.fillWidth: true
                            spacing: 20
                            Rectangle {
                                Layout.preferredWidth: 72
                                Layout.preferredHeight: 72
                                radius: 36
                                color: "transparent"
                                border { width: 3; color: Theme.gold }
                                Icon { anchors.centerIn: parent; name: way.modelData.symbol; side: 40; color: Theme.gold }
                            }
                            Text {
                                Layout.fillWidth: true
                                text: (way.index + 1) + ". " + way.modelData.text
                                wrapMode: Text.Wrap
                                font { family: Theme.sans; pixelSize: Theme.body; weight: Font.Medium }
                                color: Theme.white
                            }
                        }
                    }
                }
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: 18
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.gap
                Heading {
                    Layout.fillWidth: true
                    text: qsTr("办理事项")
                }
                KioskButton {
                    objectName: "search_open"
                    look: KioskButton.Quiet
                    implicitHeight: 96
                    symbol: "search"
                    text: qsTr("搜索事项")
                    font.pixelSize: Theme.body
                    onClicked: root.searching = true
                }
            }
            GridLayout {
                Layout.fillWidth: true
                Layout.fillHeight: true
                columns: root.columns
                columnSpacing: 24
                rowSpacing: 18
                uniformCellWidths: true
                uniformCellHeights: true
                Repeater {
                    model: root.page.tiles
                    ServiceTile {
                        required property var modelData
                        required property int index
                        tile: modelData
                        tint: Theme.tiles[index % Theme.tiles.length] ?? Theme.ink
                        broad: root.broad
                        pointed: root.columns < 3
                        large: root.few && !root.wide && !root.lowered
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        Layout.preferredWidth: 100
                        Layout.minimumHeight: implicitHeight
                        Layout.maximumHeight: root.few ? 360 : -1
                    }
                }
            }
            Banner {
                Layout.fillWidth: true
                text: Theme.say(root.page.notice)
            }
        }
    }
    Loader {
        visible: active
        active: root.searching
        Layout.fillWidth: true
        Layout.fillHeight: true
        sourceComponent: SearchSheet {
            tiles: root.page.tiles
            onClosed: root.searching = false
        }
    }
}
